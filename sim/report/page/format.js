"use strict";
// Numbers, units and elements. Text from files enters the page as text nodes only.
const report = {};

report.isSi = (unit) => /^(J|s|W|Hz)(\/|$)/.test(unit);

// What to divide values by and how to name the unit, so that `most` is a number one can read.
report.scale = (unit, most) => {
  if (unit === "fraction") return { factor: 0.01, unit: "%" };
  if (unit === "m2") return { factor: 1e-6, unit: "mm2" };
  if (!report.isSi(unit) || !(Math.abs(most) > 0)) return { factor: 1, unit };
  const prefix = d3.formatPrefix(Math.abs(most));
  return { factor: Math.abs(most) / prefix.scale(Math.abs(most)), unit: prefix.symbol + unit };
};

report.digits = (value) => {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2).replace("e+", "e");
  if (Number.isInteger(value)) return String(value);
  return size >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
};

// A value with its unit; `half` is half the width of an interval.
report.value = (value, unit, half) => {
  if (value === null || value === undefined) return "";
  if (typeof value !== "number") return String(value);
  const scale = report.scale(unit || "", value);
  const number = unit === "fraction" ? (value / scale.factor).toFixed(2) : report.digits(value / scale.factor);
  const spread = half === undefined || half === null ? "" :
    " ± " + (unit === "fraction" ? (half / scale.factor).toFixed(2) : String(Number((half / scale.factor).toPrecision(2))));
  return number + spread + (scale.unit && unit !== "" ? " " + scale.unit : "");
};

// A mean and its interval in the unit of a column.
report.inUnit = (found, unit, scale) => {
  const show = (v) => unit === "fraction" ? (v / scale.factor).toFixed(2) : report.digits(Number((v / scale.factor).toPrecision(4)));
  return show(found.mean) + (found.half === null || found.half < 0.001 * Math.abs(found.mean) && unit !== "fraction" ? "" : " ± " + (unit === "fraction" ? show(found.half)
    : String(Number((found.half / scale.factor).toPrecision(1)))));
};

report.kWords = {
  "accuracy.test": "accuracy", "accuracy.raw_pixels": "raw pixels",
  "accuracy.frozen": "frozen pooler, boosting", "accuracy.frozen_plain": "frozen pooler",
  "energy_j.learn.nominal": "energy, learning", "energy_j.infer.nominal": "energy, inference",
  "estimate.learn.energy_j.nominal": "energy, learning", "estimate.infer.energy_j.nominal": "energy, inference",
  "estimate.area_m2.all.nominal": "area", "estimate.fmax_hz.nominal": "Fmax", "estimate.leakage_w.nominal": "leakage",
  "writes.permanence_per_learn": "permanence writes", "flips.connected_per_learn": "connection flips",
  "cycles.learn.mean": "cycles, learning", "cycles.infer.mean": "cycles, inference",
  "cycles.latency.mean": "latency", "crossbar.life.years_first": "life, first cell",
  "crossbar.life.years_even": "life, even wear", "sdr.entropy_ratio": "use of columns",
  "crossbar.learn.device_writes": "device writes", "lockstep.mismatches": "mismatches",
};
report.label = (name) => report.kWords[name] || name;
// Names of parameters without the table, where nothing is lost by that.
report.short = (name) => name.replace(/^(pooler|arguments|crossbar|learning|boosting|readout|estimate|rtl)\./, "");

report.add = (parent, tag, text, attributes) => {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) node.textContent = text;
  for (const name in attributes || {}) node.setAttribute(name, attributes[name]);
  parent.appendChild(node);
  return node;
};

report.section = (id, title, note) => {
  const section = report.add(document.querySelector("main"), "section", null, { id });
  report.add(section, "h2", title);
  if (note) report.add(section, "p", note, { class: "note" });
  return section;
};

// A choice of [value, text]; calls `changed` with the value.
report.select = (parent, label, options, value, changed) => {
  const holder = report.add(parent, "label", label + " ");
  const select = report.add(holder, "select");
  for (const [key, text] of options) report.add(select, "option", text, { value: key });
  select.value = value;
  select.addEventListener("change", () => changed(select.value));
  return select;
};

report.tip = (text, event) => {
  const tip = document.getElementById("tip");
  tip.style.display = text ? "block" : "none";
  if (!text) return;
  tip.textContent = text;
  const box = tip.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8)) + "px";
  tip.style.top = Math.max(4, Math.min(event.clientY + 14, innerHeight - box.height - 8)) + "px";
};

// Copies a command and shows it; where the browser refuses, it can be taken from what is shown.
report.copy = (text) => {
  const toast = document.getElementById("toast");
  const show = (how) => {
    toast.textContent = how + "\n" + text;
    toast.style.display = "block";
    clearTimeout(report.copy.timer);
    report.copy.timer = setTimeout(() => { toast.style.display = "none"; }, 6000);
  };
  const old_way = () => {
    const area = report.add(document.body, "textarea", text);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    show(done ? "Copied: does this point again" : "Not copied, the browser forbids it:");
  };
  if (!navigator.clipboard) { old_way(); return; }
  navigator.clipboard.writeText(text).then(() => show("Copied: does this point again"), old_way);
};
