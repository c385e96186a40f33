// What was run, the headline table, failures, provenance.
report.rows = (parent, rows) => {
  const table = report.add(report.add(parent, "div", null, { class: "scroll" }), "table");
  for (const [name, text] of rows) {
    const line = report.add(table, "tr");
    report.add(line, "th", name);
    report.add(line, "td", text, { class: "text" });
  }
};

report.showFacts = () => {
  const section = report.section("run", "What was run");
  report.rows(section, report.data.facts);
  if (report.data.left_out.length)
    report.add(section, "p", "Left out, so that the page stays small: " + report.data.left_out.slice(0, 20).join("; ") +
      (report.data.left_out.length > 20 ? "; and " + (report.data.left_out.length - 20) + " more" : "") +
      ". silipool sweep STORE --export has all of it.", { class: "note" });
  for (const [path, text] of report.data.files) {
    const details = report.add(section, "details");
    report.add(details, "summary", path);
    report.add(details, "pre", text);
  }
};

report.showHeadline = () => {
  if (!report.designs.length || !report.headline.length) return;
  if (report.designs.length === 1 && !report.axes.length) {
    const section = report.section("headline", "Results");
    const design = report.designs[0];
    report.rows(section, report.headline.map((name) => {
      const found = report.of(design, name);
      return [report.label(name), found ? report.value(found.mean, report.metrics.get(name).unit, found.half) : ""];
    }));
    const details = report.add(section, "details");
    report.add(details, "summary", "all results");
    report.rows(details, report.data.metrics.map((m) => {
      const found = report.of(design, m.name);
      return [m.name, found ? report.value(found.mean, m.unit, found.half) : ""];
    }));
    return;
  }
  const seeds = d3.max(report.designs, (d) => d.points.length) > 1;
  const section = report.section("headline", "Results", (seeds ? "Means over seeds ± 95 % intervals (Student's t; not where below 0.1 % of the mean). " : "") +
    "Best first; a click copies the command of the design's first point.");
  const columns = report.headline.slice(0, 7);
  const up = report.maximised(report.primary) ? -1 : 1;
  const order = report.designs.map((design) => ({ design, key: report.of(design, report.primary) }))
    .filter((e) => e.key).sort((a, b) => up * (a.key.mean - b.key.mean));
  const table = report.add(report.add(section, "div", null, { class: "scroll" }), "table");
  const head = report.add(table, "tr");
  for (const axis of report.axes) report.add(head, "th", axis.label);
  if (seeds) report.add(head, "th", "seeds", { class: "number" });
  const scales = new Map(columns.map((name) => {
    const metric = report.metrics.get(name);
    const most = d3.max(report.designs, (d) => Math.abs((report.of(d, name) || { mean: 0 }).mean));
    return [name, report.scale(metric.unit, most)];
  }));
  for (const name of columns)
    report.add(head, "th", report.withUnit(name, scales.get(name).unit), { class: "number" });
  const fill = (entries) => entries.forEach(({ design }) => {
    const line = report.add(table, "tr", null, { class: table.rows.length === 1 ? "pick best" : "pick" });
    for (const axis of report.axes) report.add(line, "td", axis.text(design.points[0]), { class: "text" });
    if (seeds) report.add(line, "td", design.points.length, { class: "number" });
    for (const name of columns) {
      const found = report.of(design, name);
      report.add(line, "td", found ? report.inUnit(found, report.metrics.get(name).unit, scales.get(name)) : "",
        { class: "number" });
    }
    line.addEventListener("click", () => report.copy(report.data.points[design.points[0]].command || ""));
  });
  fill(order.slice(0, 15));
  if (order.length <= 15) return;
  const more = report.add(section, "button", "show all " + order.length);
  more.addEventListener("click", () => { fill(order.slice(15)); more.remove(); });
};

report.showFailures = () => {
  if (!report.data.failures.length) return;
  const section = report.section("failures", "Failures");
  for (const failure of report.data.failures) {
    const details = report.add(section, "details");
    report.add(details, "summary", "point " + failure.number + ": " + failure.reason);
    report.add(details, "pre", failure.command);
    report.add(details, "pre", failure.log);
  }
};

report.showProvenance = () => {
  if (report.data.provenance.length) report.rows(report.section("provenance", "Provenance"), report.data.provenance);
};
