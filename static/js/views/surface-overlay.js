import { setAttributes, svg } from "../dom.js";
import { formatPlain } from "../format.js";
import { lineWithin, planeView } from "../geometry.js";
import { markerPath } from "../markers.js";
import { linearTicks } from "../ticks.js";

/** @import { Bounds, Frame } from "../types.js" */
/** @import { DataBody } from "../wire.js" */
/** @import { Look } from "../look.js" */

/**
 * What is drawn over the field in SVG: tick numbers, points, boundary, one unit's line.
 * @param {SVGSVGElement} host for what moves
 * @param {SVGSVGElement} points for what does not, below it
 * @param {Look} look
 */
export function createOverlay(host, points, look) {
  const ticks = svg("g", { class: "ticks" });
  const halo = svg("path", { class: "boundary-halo" });
  const line = svg("path", { class: "boundary" });
  const unitHalo = svg("line", { class: "unit-halo" });
  const unit = svg("line", { class: "unit-line" });
  host.append(halo, line, unitHalo, unit, ticks);
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
      drawn = null;
    },
    /** @param {string} path */
    boundary(path) {
      halo.setAttribute("d", path);
      line.setAttribute("d", path);
    },
    /** @param {DataBody} data @param {boolean} anew */
    points(data, anew) {
      if (data === drawn && !anew) return;
      drawn = data;
      const radius = Math.max(3.1, Math.min(7 * look.scale, side / 96));
      points.replaceChildren(...markers(data, view, radius));
    },
    /** @param {number | null} index @param {Frame["parameters"]} parameters */
    unitLine(index, parameters) {
      const ends =
        index === null || !parameters
          ? null
          : lineWithin(
              parameters.W1.values[2 * index],
              parameters.W1.values[2 * index + 1],
              parameters.b1.values[index],
              bounds,
            );
      for (const element of [unitHalo, unit]) {
        element.classList.toggle("absent", !ends);
        if (!ends) continue;
        const [[x1, y1], [x2, y2]] = ends;
        setAttributes(element, { x1: view.px(x1), y1: view.py(y1), x2: view.px(x2), y2: view.py(y2) });
      }
    },
  };
}

/**
 * Every point with its halo over the points before it.
 * @param {DataBody} data
 * @param {ReturnType<typeof planeView>} view
 * @param {number} radius
 */
function markers({ X, label, train }, view, radius) {
  return label.map((name, k) =>
    svg("path", {
      class: `points ${train[k] ? "solid" : "hollow"} class-${name}`,
      d: markerPath(name, view.px(X[0][k]), view.py(X[1][k]), radius),
    }),
  );
}

/** @param {Bounds} bounds @param {number} side @param {number} scale */
function tickLabels(bounds, side, scale) {
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
