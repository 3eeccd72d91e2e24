import { svg } from "../dom.js";
import { lineWithin, planeView } from "../geometry.js";
import { standardization, unitLine } from "../inputs.js";
import { markerPath } from "../markers.js";

/** @import { Bounds, Frame, State } from "../types.js" */
/** @import { DataBody } from "../wire.js" */
/** @import { Verdict } from "../verdict.js" */

/** Between a point and the outline that marks it as wrong (px). */
const AROUND = 1.7;

/**
 * What is drawn over the field besides boundary and points: outlines around examples that are wrongly classified, and
 * on request the line of every hidden unit.
 * @param {SVGSVGElement} host
 */
export function createMarks(host) {
  const linesHalo = svg("path", { class: "all-lines-halo" });
  const lines = svg("path", { class: "all-lines" });
  const wrongHalo = svg("path", { class: "wrong-halo" });
  const wrong = svg("path", { class: "wrong" });
  host.prepend(linesHalo, lines, wrongHalo, wrong);
  /** @type {string[]} */
  let outlines = [];
  let outlinedFor = "";
  /** @type {DataBody | null} */
  let outlined = null;
  /** @type {unknown[]} */
  let drawn = [];

  /** @param {DataBody} data @param {Bounds} bounds @param {number} side @param {number} radius */
  function outline(data, bounds, side, radius) {
    const key = `${side} ${radius} ${bounds.join(" ")}`;
    if (data === outlined && key === outlinedFor) return;
    [outlined, outlinedFor] = [data, key];
    const view = planeView(bounds, side);
    outlines = (data.label ?? []).map((name, k) =>
      markerPath(name, view.px(data.X[0][k]), view.py(data.X[1][k]), radius + AROUND),
    );
  }

  return {
    /** @param {State} state @param {Frame} frame @param {Verdict | null} verdict @param {number} side @param {number} radius */
    update({ data, accepted, shows }, frame, verdict, side, radius) {
      const now = [frame, verdict, data, shows.lines, side, radius];
      if (!frame.surface || now.every((value, k) => value === drawn[k])) return;
      drawn = now;
      const { bounds } = frame.surface;
      if (data && verdict) outline(data, bounds, side, radius);
      const path = data && verdict ? verdict.wrong.map((k) => outlines[k]).join("") : "";
      for (const layer of [wrongHalo, wrong]) draw(layer, path);
      const standardized = accepted?.data.standardize && data ? standardization(data) : null;
      const all = shows.lines ? allLines(frame, bounds, side, standardized) : "";
      for (const layer of [linesHalo, lines]) draw(layer, all);
    },
  };
}

/** A path that stays is not drawn again. @param {SVGPathElement} layer @param {string} path */
function draw(layer, path) {
  if (layer.getAttribute("d") !== path) layer.setAttribute("d", path);
}

/** @param {Frame} frame @param {Bounds} bounds @param {number} side @param {ReturnType<typeof standardization> | null} standardized */
function allLines({ parameters }, bounds, side, standardized) {
  if (!parameters) return "";
  const { W1, b1 } = parameters;
  const [n_h, n_x] = W1.shape;
  const view = planeView(bounds, side);
  let path = "";
  for (let unit = 0; unit < n_h; unit++) {
    const w = Array.from({ length: n_x }, (_, k) => W1.values[n_x * unit + k]);
    const ends = lineWithin(...unitLine(w, b1.values[unit], standardized), bounds);
    for (const [k, [x1, x2]] of (ends ?? []).entries())
      path += `${k ? "L" : "M"}${view.px(x1).toFixed(1)} ${view.py(x2).toFixed(1)}`;
  }
  return path;
}
