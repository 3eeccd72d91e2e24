import { setAttributes, svg } from "../dom.js";
import { formatPlain } from "../format.js";
import { lineWithin, planeView } from "../geometry.js";
import { circlePath, fillByTarget, markerPath } from "../markers.js";
import { targetShare } from "../prediction.js";
import { linearTicks } from "../ticks.js";

/** @import { Bounds, Surface } from "../types.js" */
/** @import { DataBody } from "../wire.js" */
/** @import { Look } from "../look.js" */

/**
 * What is drawn over the field in SVG: points, tick numbers, boundary or curve, one unit's line.
 * @param {SVGSVGElement} host for what moves
 * @param {SVGSVGElement} points for what does not, below it; letters with an outline are slow to draw
 * @param {Look} look
 */
export function createOverlay(host, points, look) {
  const ticks = svg("g", { class: "ticks" });
  const halo = svg("path", { class: "boundary-halo" });
  const line = svg("path", { class: "boundary" });
  const unitHalo = svg("line", { class: "unit-halo" });
  const unit = svg("line", { class: "unit-line" });
  host.append(halo, line, unitHalo, unit);
  /** @type {Bounds} */
  let bounds = [0, 1, 0, 1];
  let side = 0;
  let view = planeView(bounds, 1);
  /** @type {DataBody | null} */
  let drawn = null;

  return {
    /** Where the plane lies. @param {Bounds} newBounds @param {number} newSide @param {boolean} anew */
    frame(newBounds, newSide, anew) {
      if (!anew && newSide === side && newBounds.every((bound, k) => bound === bounds[k])) return;
      bounds = newBounds;
      side = newSide;
      view = planeView(bounds, side);
      for (const layer of [host, points]) layer.setAttribute("viewBox", `0 0 ${side} ${side}`);
      ticks.replaceChildren(...tickLabels(bounds, side, look.scale));
      if (!ticks.isConnected) points.append(ticks);
      drawn = null;
    },
    /** The decision boundary, or the curve of a prediction. @param {string} path */
    line(path) {
      halo.setAttribute("d", path);
      line.setAttribute("d", path);
    },
    /** @param {DataBody} data @param {boolean} anew */
    points(data, anew) {
      if (data === drawn && !anew) return;
      drawn = data;
      points.replaceChildren(...markers(data, view, markerRadius(side, look)), ticks);
    },
    /** The line w1 x1 + w2 x2 + b = 0, or none. @param {[number, number, number] | null} line */
    unitLine(line) {
      const ends = line && lineWithin(...line, bounds);
      for (const element of [unitHalo, unit]) {
        element.classList.toggle("absent", !ends);
        if (!ends) continue;
        const [[x1, y1], [x2, y2]] = ends;
        setAttributes(element, { x1: view.px(x1), y1: view.py(y1), x2: view.px(x2), y2: view.py(y2) });
      }
      return ends !== null;
    },
  };
}

/** Of a point, in a picture of that size. @param {number} side @param {Look} look */
export const markerRadius = (side, look) => Math.max(3.1, Math.min(7 * look.scale, side / 96));

/**
 * The curve of a prediction over one feature, in a picture of that size.
 * @param {Surface} surface
 * @param {number} side
 */
export function curvePath({ values, low, high, bounds }, side) {
  const view = planeView(bounds, side);
  const last = values.length - 1;
  let path = "";
  for (let k = 0; k <= last; k++) {
    // a little of the neighbours takes the steps out of 256 levels; the ends stay
    const inside = k > 0 && k < last;
    const level = inside ? (values[k - 1] + 2 * values[k] + values[k + 1]) / 4 : values[k];
    const x = ((k + 0.5) / values.length) * side;
    path += `${k ? "L" : "M"}${x.toFixed(1)} ${view.py(low + (level / 255) * (high - low)).toFixed(1)}`;
  }
  return path;
}

/**
 * Every point with its halo over the points before it: by its class, by its target, or at the height of its target.
 * @param {DataBody} data
 * @param {ReturnType<typeof planeView>} view
 * @param {number} radius
 */
export function markers({ X, Y, label, train }, view, radius) {
  const height = X.length > 1 ? X[1] : Y[0];
  const share = label ? null : targetShare(Y[0]);
  return X[0].map((across, k) => {
    const [x, y, style] = [view.px(across), view.py(height[k]), train[k] ? "solid" : "hollow"];
    if (label) {
      const d = markerPath(label[k], x, y, radius);
      return svg("path", { class: `points ${style} class-${label[k]}`, d });
    }
    const point = svg("path", { class: `points ${style}`, d: circlePath(x, y, radius) });
    if (X.length === 1) point.classList.add("plain");
    else if (share) fillByTarget(point, share(Y[0][k]));
    return point;
  });
}

/** @param {Bounds} bounds @param {number} side @param {number} scale */
export function tickLabels(bounds, side, scale) {
  const [left, right, bottom, top] = bounds;
  const view = planeView(bounds, side);
  const margin = 16 * scale;
  /** @param {number} position */
  const fits = (position) => position > margin && position < side - margin;
  const across = linearTicks(left, right, 5)
    .map((value) => ({ value, x: view.px(value) }))
    .filter(({ x }) => fits(x) && x > 2 * margin)
    .map(({ value, x }) =>
      svg("text", { x, y: side - 6 * scale, "text-anchor": "middle" }, formatPlain(value)),
    );
  const up = linearTicks(bottom, top, 5)
    .map((value) => ({ value, y: view.py(value) }))
    .filter(({ y }) => fits(y) && y < side - 2 * margin)
    .map(({ value, y }) => svg("text", { x: 6 * scale, y: y + 4 * scale }, formatPlain(value)));
  return [...across, ...up];
}
