// The page, from the top. Sections without data do not appear.
(() => {
  const main = document.querySelector("main");
  document.title = report.data.title + " – Silipool report";
  report.add(main, "h1", report.data.title);
  report.add(main, "p", "Silipool " + (report.data.kind === "study" ? "study" : "result"), { class: "note" });
  report.showFacts();
  report.showHeadline();
  report.showFronts();
  report.showEffects();
  report.showCurves();
  report.showFigures();
  report.showFailures();
  report.showProvenance();
  document.body.dataset.ready = "yes";
})();
