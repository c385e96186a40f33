// The data of the page, by designs: a design is a choice of parameters, its points differ in their seed.
report.data = JSON.parse(document.getElementById("data").textContent);

// Student's t, 97.5 %, by degrees of freedom from 1.
report.kT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042];
report.t = (freedom) => freedom < 1 ? NaN : freedom <= 30 ? report.kT[freedom - 1] : 1.96 + 2.5 / freedom;

// Mean and half the width of its 95 % interval; null where there is only one value.
report.mean = (values, freedom) => {
  const n = values.length;
  const mean = d3.sum(values) / n;
  if (n < 2) return { mean, half: null, n };
  const left = freedom === undefined ? n - 1 : freedom;
  const squares = d3.sum(values, (v) => (v - mean) * (v - mean));
  return { mean, half: left < 1 ? null : report.t(left) * Math.sqrt(squares / left / n), n };
};

(() => {
  const data = report.data;
  const number = (v) => typeof v === "number" && isFinite(v);
  report.metrics = new Map(data.metrics.map((m) => [m.name, m]));
  report.parameters = new Map(data.parameters.map((p) => [p.name, p]));
  report.number = number;

  // Parameters that move together are one axis.
  report.axes = [];
  const by_partition = new Map();
  for (const p of data.parameters) {
    if (p.name === "seed") continue;
    const seen = new Map();
    const partition = p.values.map((v) => {
      const key = JSON.stringify(v);
      if (!seen.has(key)) seen.set(key, seen.size);
      return seen.get(key);
    });
    if (seen.size < 2) continue;
    const key = partition.join();
    if (by_partition.has(key)) { by_partition.get(key).names.push(p.name); continue; }
    const axis = { names: [p.name], values: p.values };
    by_partition.set(key, axis);
    report.axes.push(axis);
  }
  for (const axis of report.axes) {
    axis.label = axis.names.map(report.short).join(", ");
    axis.text = (i) => axis.names.map((n) => report.parameters.get(n).values[i])
      .map((v) => v === null ? "–" : String(v)).join(", ");
    // In the order of the numbers, else of the study; each with the first point that has it.
    axis.levels = [];
    axis.values.forEach((v, i) => {
      if (v !== null && !axis.levels.some((l) => l.value === v)) axis.levels.push({ value: v, first: i });
    });
    axis.numeric = axis.levels.every((l) => number(l.value));
    if (axis.numeric) axis.levels.sort((a, b) => a.value - b.value);
  }

  report.designs = [];
  const index = new Map();
  data.points.forEach((p, i) => {
    if (p.status !== "done") return;
    const key = p.design + ":" + p.rung;
    if (!index.has(key)) {
      index.set(key, { design: p.design, rung: p.rung, points: [] });
      report.designs.push(index.get(key));
    }
    index.get(key).points.push(i);
  });
  report.of = (design, name) => {
    const metric = report.metrics.get(name);
    const values = metric ? design.points.map((i) => metric.values[i]).filter(number) : [];
    return values.length ? report.mean(values) : null;
  };
  report.describe = (design) => {
    const first = design.points[0];
    const lines = report.axes.map((axis) => axis.label + " = " + axis.text(first));
    const seeds = design.points.map((i) => data.points[i].seed).filter((s) => s !== undefined);
    if (seeds.length) lines.push((seeds.length > 1 ? "seeds " : "seed ") + seeds.join(", "));
    return lines.join("\n");
  };

  // What is looked at first, as far as it is there; then all else that differs.
  const first = ["accuracy.test", "accuracy.raw_pixels", "accuracy.frozen", "accuracy.frozen_plain",
    "energy_j.learn.nominal", "energy_j.infer.nominal", "estimate.learn.energy_j.nominal",
    "estimate.area_m2.all.nominal", "estimate.infer.energy_j.nominal", "estimate.fmax_hz.nominal", "estimate.leakage_w.nominal",
    "cycles.learn.mean", "cycles.infer.mean",
    "crossbar.life.years_first", "writes.permanence_per_learn", "crossbar.learn.device_writes", "sdr.entropy_ratio",
    "lockstep.mismatches"];
  const varies = (m) => new Set(m.values.filter(number)).size > 1;
  const usable = data.metrics.filter((m) => m.values.some(number));
  report.headline = first.filter((name) => usable.some((m) => m.name === name));
  const others = usable.filter((m) => !report.headline.includes(m.name));
  if (report.headline.length < 3)
    report.headline.push(...others.filter((m) => data.kind === "result" || varies(m)).slice(0, 6).map((m) => m.name));
  report.choices = [...report.headline.filter((n) => varies(report.metrics.get(n))),
    ...others.filter((m) => varies(m) && !report.headline.includes(m.name)).map((m) => m.name)];
  report.primary = report.choices[0] || report.headline[0];
  report.maximised = (name) => /^accuracy\.|\byears|entropy_ratio|^estimate\.(fmax|clock|rate)_hz/.test(name);
})();
