// What one point looks like inside: learning, receptive fields, confusion, energy, cells.
report.showFigures = () => {
  const details = report.data.details;
  if (!details.length) return;
  const many = report.designs.length > 1;
  const section = report.section("figures", many ? "One point, looked into" : "Looked into");
  const controls = report.add(section, "div", null, { class: "controls" });
  const holder = report.add(section, "div");
  const draw = (index) => {
    holder.textContent = "";
    const detail = details[Number(index)];
    const figures = detail.figures || {};
    if (detail.checks) report.rows(report.panel(holder, "What the checkers found"), detail.checks);
    const row = report.add(holder, "div", null, { class: "row" });
    if (figures.confusion) report.showConfusion(row, report.parseRows(figures.confusion));
    if (figures.learning && figures.learning.length > 1) report.showUse(row, figures.learning);
    if (figures.energy_j) report.showEnergy(row, figures.energy_j);
    if (figures.receptive_fields) report.showFields(holder, figures.receptive_fields);
    if (figures.cells) report.showCells(holder, figures.cells);
  };
  let best = 0;
  const metric = report.metrics.get(report.primary);
  if (metric) {
    const sign = report.maximised(report.primary) ? 1 : -1;
    details.forEach((d, i) => {
      const here = metric.values[d.point];
      const there = metric.values[details[best].point];
      if (report.number(here) && (!report.number(there) || sign * here > sign * there)) best = i;
    });
  }
  if (details.length > 1)
    report.select(controls, "point", details.map((d, i) => {
      const p = report.data.points[d.point];
      const text = report.axes.map((a) => a.label + " " + a.text(d.point)).join("; ");
      return [String(i), "#" + p.number + (p.seed === undefined ? "" : " seed " + p.seed) + ": " + text.slice(0, 160)];
    }), String(best), draw).style.maxWidth = "100%";
  draw(String(best));
};

report.panel = (parent, title, note) => {
  const panel = report.add(parent, "div", null, { class: "panel" });
  report.add(panel, "h3", title);
  if (note) report.add(panel, "p", note, { class: "note" });
  return panel;
};

report.showConfusion = (parent, matrix) => {
  const n = matrix.length;
  const panel = report.panel(parent, "Confusion matrix", "Rows: label. Columns: answer. Colours: mistakes.");
  const tip = (y, x, v) => "label " + y + ", answer " + x + ": " + v + " of " + d3.sum(matrix[y]) + " samples";
  const most = d3.max(matrix, (row, y) => d3.max(row, (v, x) => x === y ? 0 : v)) || 1;
  if (n > 26) {
    report.map(panel, matrix, Math.max(2, Math.floor(380 / n)), (v) => report.ramp(v / most), tip);
    return;
  }
  const size = Math.min(36, Math.floor(380 / n));
  const plot = report.plot(panel, n * size + 50, n * size + 36, { left: 28, right: 4, top: 22, bottom: 4 });
  matrix.forEach((row, y) => {
    plot.group.append("text").attr("class", "soft").attr("x", -8).attr("y", (y + 0.66) * size).attr("text-anchor", "end").text(y);
    plot.group.append("text").attr("class", "soft").attr("x", (y + 0.5) * size).attr("y", -7).attr("text-anchor", "middle").text(y);
    row.forEach((v, x) => {
      const t = x === y ? 0 : Math.sqrt(v / most);
      const cell = plot.group.append("g").on("mousemove", () => report.tip(tip(y, x, v), d3.event)).on("mouseleave", () => report.tip(""));
      cell.append("rect").attr("x", x * size).attr("y", y * size).attr("width", size - 1).attr("height", size - 1)
        .style("fill", x === y ? "#8883" : d3.interpolateRgb("#fdf3e7", "#b35806")(t));
      if (size >= 24 && (v > 0 || x === y))
        cell.append("text").attr("x", (x + 0.5) * size).attr("y", (y + 0.5) * size + 4).attr("text-anchor", "middle")
          .style("font-size", "10px").style("fill", x === y ? null : t > 0.6 ? "#fff" : "#222").text(v);
    });
  });
};

report.showUse = (parent, learning) => {
  const panel = report.panel(parent, "Use of the columns while learning", "Entropy of the winners in each stretch, of the greatest possible.");
  report.lines(panel, [{ colour: report.colour(0), dots: learning.map((p) => ({ x: p.step, y: p.entropy_ratio, half: 0,
    text: "up to step " + p.step + ": " + p.entropy_ratio.toFixed(4) })) }], "learning steps", "entropy ratio", 480, 300);
};

report.showEnergy = (parent, energy) => {
  const panel = report.panel(parent, "Energy by unit", "Nominal; per learning step and per inference.");
  const names = [...new Set([].concat(...Object.values(energy).map((parts) => Object.keys(parts))))]
    .filter((n) => d3.max(Object.values(energy), (parts) => parts[n] || 0) > 0)
    .sort((a, b) => d3.max(Object.values(energy), (p) => p[b] || 0) - d3.max(Object.values(energy), (p) => p[a] || 0)).slice(0, 16);
  if (!names.length) return;
  const kinds = Object.keys(energy);
  const most = d3.max(names, (n) => d3.max(kinds, (k) => energy[k][n] || 0));
  const bar = kinds.length > 1 ? 12 : 16;
  const step = kinds.length * bar + 8;
  const plot = report.plot(panel, 480, names.length * step + 10, { left: 170, right: 92, top: 4, bottom: 4 });
  const x = d3.scale.linear().domain([0, most]).range([0, plot.width]);
  names.forEach((name, i) => {
    plot.group.append("text").attr("x", -8).attr("y", i * step + kinds.length * bar / 2 + 4).attr("text-anchor", "end")
      .text(name.length > 26 ? name.slice(0, 25) + "…" : name.replace(/_/g, " "));
    kinds.forEach((kind, k) => {
      const value = energy[kind][name] || 0;
      plot.group.append("rect").attr("x", 0).attr("y", i * step + k * bar).attr("height", bar - 1)
        .attr("width", Math.max(value > 0 ? 1 : 0, x(value))).style("fill", report.colour(k));
      if (value > 0)
        plot.group.append("text").attr("class", "soft").attr("x", x(value) + 5).attr("y", i * step + (k + 1) * bar - 2)
          .style("font-size", "10.5px").text(report.value(value, "J"));
    });
  });
  const key = report.add(panel, "div", null, { class: "key" });
  kinds.forEach((kind, k) => {
    const item = report.add(key, "span");
    report.add(item, "i").style.background = report.colour(k);
    item.appendChild(document.createTextNode((kind === "learn" ? "learning" : kind === "infer" ? "inference" : kind) +
      ", " + report.value(d3.sum(Object.values(energy[kind])), "J")));
  });
};

report.showFields = (parent, fields) => {
  const panel = report.panel(parent, "Receptive fields of the columns that tell a label best",
    "Permanences: orange is connected, blue is not, grey has no synapse. Below: how often the column wins for its label and for others.");
  const row = report.add(panel, "div", null, { class: "row" });
  for (const field of fields.slice(0, 40)) {
    const matrix = report.parseRows(field.permanences);
    const up = field.largest - field.connected_threshold || 1;
    const tone = (v) => v >= field.connected_threshold
      ? report.diverging(0.25 + 0.75 * (v - field.connected_threshold) / up)
      : report.diverging(-0.25 - 0.75 * (field.connected_threshold - v) / field.connected_threshold);
    const one = report.add(row, "div");
    report.add(one, "h3", "label " + field.label + ", column " + field.column);
    report.map(one, matrix, Math.max(2, Math.min(5, Math.floor(160 / matrix[0].length))), tone,
      (y, x, v) => "input row " + y + ", column " + x + ": " + (v === null ? "no synapse" : "permanence " + v + " of " + field.largest));
    report.add(one, "div", (100 * field.wins_own).toFixed(1) + " % / " + (100 * field.wins_others).toFixed(1) + " %", { class: "note" });
  }
};

report.showCells = (parent, cells) => {
  const panel = report.panel(parent, "Cells of hypercolumn " + cells.hypercolumn,
    cells.slots + " slots down, " + cells.columns + " columns across; the hypercolumn with the cell written most. A square of several cells shows the most pulses, the mean conductance, the sum of faults.");
  const row = report.add(panel, "div", null, { class: "row" });
  for (const [key, title, unit] of [["pulses", "pulses so far", ""], ["conductance_us", "conductance", "µS"], ["faults", "stuck or open cells", ""]]) {
    const matrix = report.parseRows(cells[key]);
    const flat = [].concat(...matrix).filter((v) => v !== null);
    const [low, high] = d3.extent(flat);
    if (key === "faults" && !high) continue;
    const one = report.add(row, "div");
    report.add(one, "h3", title);
    report.map(one, matrix, Math.max(3, Math.min(9, Math.floor(300 / matrix[0].length), Math.ceil(360 / matrix.length))),
      (v) => report.ramp(high > low ? (v - low) / (high - low) : 0),
      (y, x, v) => v === null ? "no cell" : title + ": " + v + " " + unit);
    report.rampKey(one, String(low), String(high), unit);
  }
};
