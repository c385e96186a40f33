// Axes, colours and maps that all plots share. Okabe and Ito's palette, which colour-blind eyes tell apart.
report.kPalette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c00", "#7f7f7f"];
report.colour = (i) => report.kPalette[i % report.kPalette.length];

// An empty plot: its group, inner width and height.
report.plot = (parent, width, height, margin) => {
  const svg = d3.select(parent).append("svg").attr("viewBox", "0 0 " + width + " " + height)
    .attr("width", width).attr("height", height);
  const group = svg.append("g").attr("transform", "translate(" + margin.left + "," + margin.top + ")");
  return { svg, group, width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
};

// A scale over positive values that differ by much is logarithmic.
report.range = (values, from, to, allow_log) => {
  let [low, high] = d3.extent(values);
  if (allow_log && low > 0 && high / low > 20) {
    const grow = Math.pow(high / low, 0.06);
    return { log: true, scale: d3.scale.log().domain([low / grow, high * grow]).range([from, to]) };
  }
  const pad = (high - low) * 0.07 || Math.abs(high) * 0.05 || 1;
  const floor = low >= 0 && low - pad < 0 ? 0 : low - pad;
  return { log: false, scale: d3.scale.linear().domain([floor, high + pad]).range([from, to]).nice() };
};

report.ticks = (range, count) => {
  if (!range.log) return null;
  const all = range.scale.ticks();
  const tens = all.filter((v) => Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-9);
  return tens.length >= 2 ? tens : all.filter((v, i) => i % Math.ceil(all.length / count) === 0);
};

report.axis = (plot, range, side, label, count) => {
  const axis = d3.svg.axis().scale(range.scale).orient(side).outerTickSize(0).ticks(count || 6);
  const ticks = report.ticks(range, count || 6);
  if (ticks) axis.tickValues(ticks).tickFormat(report.digits);
  const g = plot.group.append("g").attr("class", "axis");
  if (side === "bottom") g.attr("transform", "translate(0," + plot.height + ")");
  g.call(axis);
  report.axisLabel(plot, side, label);
};

report.axisLabel = (plot, side, label) => {
  const most = side === "bottom" ? Math.floor(plot.width / 6) : Math.floor(plot.height / 6);
  const text = plot.group.append("text").attr("class", "soft").attr("text-anchor", "middle")
    .text(label.length > most ? label.slice(0, most - 1) + "…" : label);
  if (side === "bottom") text.attr("x", plot.width / 2).attr("y", plot.height + 38);
  else text.attr("transform", "rotate(-90)").attr("x", -plot.height / 2).attr("y", -50);
};

report.withUnit = (name, unit) => report.label(name) + (unit ? " (" + unit + ")" : "");

// Blue over white to orange: `t` from -1 to 1. And one hue ramp from 0 to 1.
report.diverging = (t) => d3.interpolateRgb("#f7f7f7", t < 0 ? "#2166ac" : "#d95f0e")(Math.min(1, Math.abs(t)));
report.kRamp = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"];
report.ramp = (t) => {
  const at = Math.max(0, Math.min(1, t)) * (report.kRamp.length - 1);
  const i = Math.min(Math.floor(at), report.kRamp.length - 2);
  return d3.interpolateRgb(report.kRamp[i], report.kRamp[i + 1])(at - i);
};

report.parseRows = (rows) => rows.map((row) => row.split(" ").map((v) => v === "-" ? null : Number(v)));

// A matrix as an image, a square of so many pixels for each value; `tip(row, column, value)` on hover.
report.map = (parent, matrix, pixel, colour, tip) => {
  const canvas = report.add(parent, "canvas");
  canvas.width = matrix[0].length;
  canvas.height = matrix.length;
  canvas.style.width = matrix[0].length * pixel + "px";
  const context = canvas.getContext("2d");
  matrix.forEach((row, y) => row.forEach((value, x) => {
    context.fillStyle = value === null ? "rgba(128,128,128,0.25)" : colour(value);
    context.fillRect(x, y, 1, 1);
  }));
  canvas.addEventListener("mousemove", (event) => {
    const box = canvas.getBoundingClientRect();
    const x = Math.min(canvas.width - 1, Math.max(0, Math.floor((event.clientX - box.left) / box.width * canvas.width)));
    const y = Math.min(canvas.height - 1, Math.max(0, Math.floor((event.clientY - box.top) / box.height * canvas.height)));
    report.tip(tip(y, x, matrix[y][x]), event);
  });
  canvas.addEventListener("mouseleave", () => report.tip(""));
  return canvas;
};

report.rampKey = (parent, low, high, text) => {
  const key = report.add(parent, "div", null, { class: "key" });
  report.add(key, "span", low);
  const bar = report.add(key, "canvas");
  bar.width = 60;
  bar.height = 1;
  bar.style.width = "90px";
  bar.style.height = "12px";
  const context = bar.getContext("2d");
  for (let x = 0; x < 60; ++x) {
    context.fillStyle = report.ramp(x / 59);
    context.fillRect(x, 0, 1, 1);
  }
  report.add(key, "span", high);
  report.add(key, "span", text);
};

// A plot as a file of its own: what the style sheet gives it is written into it.
report.kSvgStyles = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family"];
report.svgText = (svg) => {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
    const style = getComputedStyle(from[i]);
    for (const name of report.kSvgStyles) {
      node.style.removeProperty(name);
      if (name.startsWith("font") && node.tagName !== "text") continue;
      const value = style.getPropertyValue(name);
      if (value && value !== "none" || name === "fill" || name === "stroke") node.setAttribute(name, value);
    }
    node.removeAttribute("class");
    node.removeAttribute("tabindex");
    if (node.getAttribute("style") === "") node.removeAttribute("style");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", getComputedStyle(document.querySelector("section")).backgroundColor);
  copy.insertBefore(paper, copy.firstChild);
  return new XMLSerializer().serializeToString(copy) + "\n";
};

report.saveButton = (parent, holder, name) => {
  report.add(parent, "button", "save as SVG").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([report.svgText(holder.querySelector("svg"))], { type: "image/svg+xml" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
};
