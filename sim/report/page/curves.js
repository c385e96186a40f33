// Results against how much was learned, where the study varied that: a line for each choice of the other axes.
report.kBudgets = ["arguments.train", "arguments.epochs", "arguments.steps"];

report.lines = (parent, lines, x_label, y_label, width, height) => {
  const plot = report.plot(parent, width, height, { left: 66, right: 16, top: 10, bottom: 48 });
  const all = [].concat(...lines.map((l) => l.dots));
  const rx = report.range(all.map((d) => d.x), 0, plot.width, true);
  const ry = report.range([].concat(...all.map((d) => [d.y - (d.half || 0), d.y + (d.half || 0)])), plot.height, 0, false);
  report.axis(plot, rx, "bottom", x_label, 6);
  report.axis(plot, ry, "left", y_label, 5);
  for (const line of lines) {
    plot.group.append("path").attr("class", "front").style("stroke", line.colour)
      .attr("d", d3.svg.line().x((d) => rx.scale(d.x)).y((d) => ry.scale(d.y))(line.dots));
    const each = plot.group.append("g").selectAll("g").data(line.dots).enter().append("g");
    each.append("line").attr("class", "interval").style("stroke", line.colour)
      .attr("x1", (d) => rx.scale(d.x)).attr("x2", (d) => rx.scale(d.x))
      .attr("y1", (d) => ry.scale(d.y - (d.half || 0))).attr("y2", (d) => ry.scale(d.y + (d.half || 0)));
    each.append("circle").attr("class", "dot").attr("r", 3.5).style("fill", line.colour)
      .attr("cx", (d) => rx.scale(d.x)).attr("cy", (d) => ry.scale(d.y))
      .on("mousemove", (d) => report.tip(d.text, d3.event)).on("mouseleave", () => report.tip(""));
  }
};

report.showCurves = () => {
  const budget = report.axes.find((a) => a.numeric && a.names.some((n) => report.kBudgets.includes(n)));
  const metric = report.metrics.get(report.primary);
  if (!budget || !metric) return;
  const lines = new Map();
  for (const design of report.designs) {
    const found = report.of(design, report.primary);
    const i = design.points[0];
    if (!found || budget.values[i] === null) continue;
    const key = JSON.stringify(report.axes.filter((a) => a !== budget).map((a) => a.values[i]));
    if (!lines.has(key)) lines.set(key, []);
    const scale = report.scale(metric.unit, found.mean).factor;
    lines.get(key).push({ x: budget.values[i], y: found.mean / scale, half: (found.half || 0) / scale,
      text: report.describe(design) + "\n" + report.label(report.primary) + ": " + report.value(found.mean, metric.unit, found.half) });
  }
  const long = [...lines.values()].filter((dots) => dots.length > 1);
  if (!long.length) return;
  const section = report.section("curves", "Learning curves", "Each line is a choice of the other axes; bars are 95 % intervals over seeds.");
  report.lines(section, long.map((dots, i) => ({ colour: report.colour(i), dots: dots.sort((a, b) => a.x - b.x) })),
    budget.label, report.withUnit(report.primary, metric.unit === "fraction" ? "%" : metric.unit), 1080, 360);
};
