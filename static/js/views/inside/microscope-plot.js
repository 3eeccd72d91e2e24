import { setAttributes, svg } from "../../dom.js";
import { formatPlain } from "../../format.js";
import { barsPath, curvePath, highest, REACH, scales, valueRange } from "../../inside/curve-scale.js";
import { saturated } from "../../inside/microscope-text.js";
import { linearTicks } from "../../ticks.js";

/** @import { Rule } from "../../inside/z-shares.js" */

/** Room around the picture (px at a 16 px root): numbers at the left and below. */
const MARGIN = { left: 26, right: 12, top: 8, bottom: 19 };
/** A word needs so much room. */
const WORD = 74;
const BAR_GAP = 1;

/**
 * g and g' over z, with the histogram of z behind them; saturated regions are shaded.
 * @param {SVGSVGElement} host
 */
export function createPlot(host) {
  const ground = svg("g");
  const bars = svg("path", { class: "micro-bars" });
  const axes = svg("g", { class: "micro-axes" });
  const curves = ["g", "slope", "other-g", "other-slope"].map((name) =>
    svg("path", { class: `micro-curve micro-${name}` }),
  );
  host.append(ground, axes, bars, ...[...curves].reverse());
  let area = { left: 0, right: 1, top: 0, bottom: 1 };

  return {
    /**
     * Everything but the histogram, for a size.
     * @param {{ width: number, height: number, scale: number }} size
     * @param {Rule} rule
     * @param {Rule | null} other
     */
    frame({ width, height, scale }, rule, other) {
      host.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const { left, right, top, bottom } = MARGIN;
      area = {
        left: left * scale,
        right: width - right * scale,
        top: top * scale,
        bottom: height - bottom * scale,
      };
      const range = valueRange(other ? [rule, other] : [rule]);
      const { x, y } = scales(area, range);
      const paths = [rule.g, rule.slope, other?.g, other?.slope];
      for (const [k, f] of paths.entries())
        curves[k].setAttribute("d", f ? curvePath(f, { x, y }, range) : "");
      ground.replaceChildren(...shades(rule.threshold, x, area, scale), ...edges(other?.threshold, x, area));
      axes.replaceChildren(...axisMarks(range, { x, y }, area, scale));
    },
    /** @param {ArrayLike<number>} counts */
    bars(counts) {
      bars.setAttribute(
        "d",
        barsPath(counts, highest(counts), area, () => true, BAR_GAP),
      );
    },
  };
}

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Area */

/** Where g' is nearly 0. @param {number | null} threshold @param {(z: number) => number} x @param {Area} area @param {number} scale */
function shades(threshold, x, { left, right, top, bottom }, scale) {
  if (threshold === null) return [];
  const sides = [
    [left, x(-threshold)],
    [x(threshold), right],
  ];
  return sides.flatMap(([from, to]) => {
    const shade = svg("rect", {
      class: "micro-shade",
      x: from,
      y: top,
      width: to - from,
      height: bottom - top,
    });
    if (to - from < WORD * scale) return [shade];
    const place = { x: (from + to) / 2, y: top + 14 * scale, "text-anchor": "middle" };
    return [shade, svg("text", place, saturated)];
  });
}

/** Where the other one saturates. @param {number | null | undefined} threshold @param {(z: number) => number} x @param {Area} area */
function edges(threshold, x, { top, bottom }) {
  if (!threshold) return [];
  return [-threshold, threshold].map((z) =>
    svg("line", { class: "micro-other-edge", x1: x(z), x2: x(z), y1: top, y2: bottom }),
  );
}

/**
 * @param {[number, number]} range
 * @param {ReturnType<typeof scales>} scale
 * @param {Area} area
 * @param {number} size of type, in 16 px
 */
function axisMarks([low, high], { x, y }, { left, right, top, bottom }, size) {
  const base = svg("line", { class: "micro-base", x1: left, x2: right, y1: bottom, y2: bottom });
  const middle = svg("line", { class: "micro-grid", x1: x(0), x2: x(0), y1: top, y2: bottom });
  const rows = linearTicks(low, high, bottom - top > 110 * size ? 4 : 2).flatMap((value) => {
    const label = svg("text", { x: left - 5 * size, y: y(value) + 4 * size, "text-anchor": "end" });
    label.textContent = formatPlain(value);
    const line = svg("line", { class: "micro-grid", x1: left, x2: right, y1: y(value), y2: y(value) });
    return value === low ? [label] : [line, label];
  });
  const ticks = [-REACH, -REACH / 2, 0, REACH / 2, REACH].map((z) => {
    const label = svg("text", { y: bottom + 14 * size, "text-anchor": "middle" });
    setAttributes(label, { x: x(z) });
    // the outer bins hold what lies beyond
    label.textContent = `${z === -REACH ? "\u2264" : z === REACH ? "\u2265" : ""}${formatPlain(z)}`;
    return label;
  });
  const name = svg("text", {
    class: "micro-letter",
    x: x(6),
    y: bottom + 14 * size,
    "text-anchor": "middle",
  });
  name.textContent = "z";
  return [base, middle, ...rows, ...ticks, name];
}
