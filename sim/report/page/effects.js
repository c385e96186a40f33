// What an axis does to a result. Where all other axes and seeds have every value of it, blocks of them are
// compared within themselves (randomised block design), so that they do not widen the interval.
report.effect = (axis, metric) => {
  const blocks = new Map();
  report.designs.forEach((design) => design.points.forEach((i) => {
    const value = metric.values[i];
    if (!report.number(value) || axis.values[i] === null) return;
    const others = report.axes.filter((a) => a !== axis).map((a) => a.values[i]);
    const key = JSON.stringify([others, report.data.points[i].seed, report.data.points[i].rung]);
    if (!blocks.has(key)) blocks.set(key, []);
    blocks.get(key).push({ level: axis.levels.findIndex((l) => l.value === axis.values[i]), value });
  }));
  const all = [...blocks.values()];
  const whole = all.length > 1 && all.every((b) => b.length === axis.levels.length &&
    new Set(b.map((e) => e.level)).size === axis.levels.length);
  const grand = d3.mean([].concat(...all), (e) => e.value);
  const of_level = axis.levels.map(() => []);
  for (const block of all) {
    const shift = whole ? grand - d3.mean(block, (e) => e.value) : 0;
    for (const e of block) of_level[e.level].push(e.value + shift);
  }
  return { blocked: whole, levels: of_level.map((values) => values.length ? report.mean(values) : null) };
};

report.showEffects = () => {
  if (!report.axes.length || !report.choices.length) return;
  const section = report.section("effects", "Effect of each axis");
  const controls = report.add(section, "div", null, { class: "controls" });
  const note = report.add(section, "p", null, { class: "note" });
  const holder = report.add(section, "div", null, { class: "row" });
  const draw = (name) => {
    holder.textContent = "";
    const metric = report.metrics.get(name);
    let blocked = true;
    for (const axis of report.axes) {
      if (axis.levels.length < 2 || axis.levels.length > 40) continue;
      const effect = report.effect(axis, metric);
      blocked = blocked && effect.blocked;
      const levels = effect.levels.map((e, i) => e && { ...e, i }).filter((e) => e);
      if (!levels.length) continue;
      const unit = report.scale(metric.unit, d3.max(levels, (e) => Math.abs(e.mean)));
      const panel = report.add(holder, "div", null, { class: "panel" });
      const long = d3.max(axis.levels, (l) => axis.text(l.first).length) > 48 / axis.levels.length;
      const plot = report.plot(panel, 350, long ? 310 : 260, { left: 66, right: 12, top: 10, bottom: long ? 96 : 48 });
      const y = report.range([].concat(...levels.map((e) => [e.mean - (e.half || 0), e.mean + (e.half || 0)]))
        .map((v) => v / unit.factor), plot.height, 0, true);
      const clamp = (v) => Math.max(0, Math.min(plot.height, y.log && v <= 0 ? plot.height : y.scale(v)));
      const x = d3.scale.ordinal().domain(axis.levels.map((l, i) => i)).rangePoints([0, plot.width], 1);
      report.axis(plot, y, "left", report.withUnit(name, unit.unit), 5);
      const bottom = plot.group.append("g").attr("class", "axis").attr("transform", "translate(0," + plot.height + ")")
        .call(d3.svg.axis().scale(x).orient("bottom").outerTickSize(0).tickFormat((i) => {
          const text = axis.text(axis.levels[i].first);
          return text.length > 18 ? text.slice(0, 17) + "…" : text;
        }));
      if (long) bottom.selectAll("text").attr("transform", "rotate(-32)").style("text-anchor", "end").attr("dx", "-0.4em").attr("dy", "0.6em");
      plot.group.append("text").attr("class", "soft").attr("text-anchor", "middle").attr("x", plot.width / 2)
        .attr("y", plot.height + (long ? 90 : 38)).text(axis.label.length > 46 ? axis.label.slice(0, 45) + "…" : axis.label);
      if (axis.numeric)
        plot.group.append("path").attr("class", "front").style("stroke", "var(--line)").attr("d",
          d3.svg.line().x((e) => x(e.i)).y((e) => y.scale(e.mean / unit.factor))(levels));
      const each = plot.group.selectAll("g.level").data(levels).enter().append("g").attr("class", "level");
      each.append("line").attr("class", "interval").style("stroke", report.colour(0))
        .attr("x1", (e) => x(e.i)).attr("x2", (e) => x(e.i))
        .attr("y1", (e) => clamp((e.mean - (e.half || 0)) / unit.factor))
        .attr("y2", (e) => clamp((e.mean + (e.half || 0)) / unit.factor));
      each.append("circle").attr("class", "dot").attr("r", 5).style("fill", report.colour(0))
        .attr("cx", (e) => x(e.i)).attr("cy", (e) => y.scale(e.mean / unit.factor))
        .on("mousemove", (e) => report.tip(axis.label + " = " + axis.text(axis.levels[e.i].first) + "\n" +
          report.label(name) + ": " + report.value(e.mean, metric.unit, e.half) + "\n" + e.n + " points", d3.event))
        .on("mouseleave", () => report.tip(""));
    }
    note.textContent = "Means and 95 % intervals (Student's t)" + (blocked ?
      ", of differences within the same seed and other values." :
      ". Where not all combinations were run, other axes widen the intervals.");
  };
  report.select(controls, "result", report.choices.map((n) => [n, report.label(n)]), report.primary, draw);
  draw(report.primary);
};
