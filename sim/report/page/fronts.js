// Two results against each other, a dot for each design, and the front: what no other design beats in both.
report.front = (dots, x_up, y_up) => {
  const sorted = dots.slice().sort((a, b) => (x_up ? b.x - a.x : a.x - b.x) || (y_up ? b.y - a.y : a.y - b.y));
  const out = [];
  for (const dot of sorted) {
    const last = out[out.length - 1];
    if (!last || (y_up ? dot.y > last.y : dot.y < last.y)) out.push(dot);
  }
  return out;
};

report.showFronts = () => {
  if (report.designs.length < 2 || report.choices.length < 2) return;
  const section = report.section("fronts", "Pareto fronts",
    "A dot is a design, its bars 95 % intervals over seeds. Black line: designs that no other beats in both results. " +
    "Hover for the configuration; click to copy the command that does the point again.");
  const controls = report.add(section, "div", null, { class: "controls" });
  const holder = report.add(section, "div");
  const cost = report.choices.find((n) => n !== report.primary && !report.maximised(n)) || report.choices[1];
  const state = { x: cost, y: report.primary, colour: report.axes.length ? "0" : "" };
  const options = report.choices.map((n) => [n, report.label(n)]);
  const redraw = (key) => (value) => { state[key] = value; draw(); };
  const y_select = report.select(controls, "up", options, state.y, redraw("y"));
  const x_select = report.select(controls, "across", options, state.x, redraw("x"));
  if (report.axes.length)
    report.select(controls, "colour", report.axes.map((a, i) => [String(i), a.label]), state.colour, redraw("colour"));
  const shortcuts = report.headline.filter((n) => report.choices.includes(n) && n !== report.primary &&
    !n.startsWith("accuracy.")).slice(0, 5);
  if (shortcuts.length > 1)
    for (const name of shortcuts)
      report.add(controls, "button", report.label(name)).addEventListener("click", () => {
        Object.assign(state, { x: name, y: report.primary });
        x_select.value = name;
        y_select.value = report.primary;
        draw();
      });
  report.saveButton(controls, holder, "front.svg");
  const draw = () => {
    holder.textContent = "";
    const dots = report.designs.map((design) => ({ design, a: report.of(design, state.x), b: report.of(design, state.y) }))
      .filter((d) => d.a && d.b);
    const unit = (name, key) => report.scale(report.metrics.get(name).unit, d3.max(dots, (d) => Math.abs(d[key].mean)));
    const ux = unit(state.x, "a");
    const uy = unit(state.y, "b");
    for (const d of dots) {
      d.x = d.a.mean / ux.factor;
      d.y = d.b.mean / uy.factor;
      d.dx = (d.a.half || 0) / ux.factor;
      d.dy = (d.b.half || 0) / uy.factor;
    }
    if (!dots.length) { report.add(holder, "p", "no design has both", { class: "note" }); return; }
    // The same readout on raw inputs and on frozen poolers stands beside every accuracy.
    const references = state.y !== "accuracy.test" ? [] :
      ["accuracy.raw_pixels", "accuracy.frozen", "accuracy.frozen_plain"].map((name) => {
        const values = report.designs.map((d) => report.of(d, name)).filter((v) => v).map((v) => 100 * v.mean);
        return values.length ? { name, low: d3.min(values), high: d3.max(values) } : null;
      }).filter((r) => r && r.high - r.low < 0.2);
    const plot = report.plot(holder, 1080, 460, { left: 70, right: 24, top: 12, bottom: 48 });
    const ys = [...dots.map((d) => d.y - d.dy), ...dots.map((d) => d.y + d.dy), ...references.map((r) => r.low)];
    const rx = report.range([...dots.map((d) => d.x)], 0, plot.width, true);
    const ry = report.range(ys, plot.height, 0, false);
    report.axis(plot, rx, "bottom", report.withUnit(state.x, ux.unit), 8);
    report.axis(plot, ry, "left", report.withUnit(state.y, uy.unit), 7);
    references.sort((a, b) => a.low - b.low);
    let last = null;
    for (const r of references) {
      const y = ry.scale((r.low + r.high) / 2);
      plot.group.append("line").attr("class", "reference").attr("x1", 0).attr("x2", plot.width).attr("y1", y).attr("y2", y);
      const at = last !== null && last - y < 14 ? last - 14 : y;
      last = at;
      plot.group.append("text").attr("class", "soft").attr("x", plot.width - 4).attr("y", at - 4)
        .attr("text-anchor", "end").text(report.label(r.name) + " " + ((r.low + r.high) / 2).toFixed(2) + " %");
    }
    const front = report.front(dots, report.maximised(state.x), report.maximised(state.y));
    front.forEach((d) => { d.front = true; });
    plot.group.append("path").attr("class", "front").attr("d",
      d3.svg.line().x((d) => rx.scale(d.x)).y((d) => ry.scale(d.y))(front));
    const axis = report.axes[Number(state.colour)];
    const tone = (d) => axis ? report.colour(axis.levels.findIndex((l) => l.value === axis.values[d.design.points[0]])) : report.colour(0);
    const each = plot.group.selectAll("g.design").data(dots).enter().append("g").attr("class", "design");
    each.append("line").attr("class", "interval").style("stroke", tone)
      .attr("x1", (d) => rx.scale(d.x)).attr("x2", (d) => rx.scale(d.x))
      .attr("y1", (d) => ry.scale(d.y - d.dy)).attr("y2", (d) => ry.scale(d.y + d.dy));
    const within = (x) => Math.max(0, Math.min(plot.width, x > 0 || !rx.log ? rx.scale(x) : 0));
    each.append("line").attr("class", "interval").style("stroke", tone)
      .attr("x1", (d) => within(d.x - d.dx)).attr("x2", (d) => within(d.x + d.dx))
      .attr("y1", (d) => ry.scale(d.y)).attr("y2", (d) => ry.scale(d.y));
    const text = (d) => report.describe(d.design) + "\n\n" +
      report.label(state.y) + ": " + report.value(d.b.mean, report.metrics.get(state.y).unit, d.b.half) + "\n" +
      report.label(state.x) + ": " + report.value(d.a.mean, report.metrics.get(state.x).unit, d.a.half) +
      (d.front ? "\non the front" : "");
    each.append("circle").attr("class", (d) => d.front ? "dot" : "dot off").attr("r", 6).style("fill", tone)
      .attr("cx", (d) => rx.scale(d.x)).attr("cy", (d) => ry.scale(d.y))
      .attr("tabindex", 0)
      .on("mousemove", (d) => report.tip(text(d), d3.event))
      .on("mouseleave", () => report.tip(""))
      .on("click", (d) => report.copy(report.data.points[d.design.points[0]].command || ""))
      .on("keydown", (d) => { if (d3.event.key === "Enter") report.copy(report.data.points[d.design.points[0]].command || ""); });
    if (axis && axis.levels.length <= report.kPalette.length) report.levelKey(holder, axis);
  };
  draw();
};

report.levelKey = (parent, axis) => {
  const key = report.add(parent, "div", null, { class: "key" });
  report.add(key, "span", axis.label + ":");
  axis.levels.forEach((level, i) => {
    const item = report.add(key, "span");
    report.add(item, "i").style.background = report.colour(i);
    item.appendChild(document.createTextNode(axis.text(level.first)));
  });
};
