/** A class has a shape as well as a colour. */

/** @typedef {(x: number, y: number, r: number) => string} Shape the outline as an SVG path */

/** @type {Shape[]} */
const SHAPES = [
  (x, y, r) =>
    `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`,
  (x, y, r) => `M${n(x)} ${n(y - 1.2 * r)}L${n(x + 1.15 * r)} ${n(y + 0.8 * r)}H${n(x - 1.15 * r)}Z`,
  (x, y, r) => `M${n(x - 0.9 * r)} ${n(y - 0.9 * r)}h${n(1.8 * r)}v${n(1.8 * r)}h${n(-1.8 * r)}Z`,
  (x, y, r) =>
    `M${n(x)} ${n(y - 1.25 * r)}l${n(1.25 * r)} ${n(1.25 * r)}l${n(-1.25 * r)} ${n(1.25 * r)}l${n(-1.25 * r)} ${n(-1.25 * r)}Z`,
  (x, y, r) => {
    const [arm, long] = [n(0.8 * r), n(0.75 * r)];
    const [in1, in2] = [n(x - 0.4 * r), n(y - 0.4 * r)];
    return `M${in1} ${in2}v${-long}h${arm}v${long}h${long}v${arm}h${-long}v${long}h${-arm}v${-long}h${-long}v${-arm}Z`;
  },
];

/** @param {number} value */
function n(value) {
  return Number(value.toFixed(2));
}

/**
 * The outline of one point.
 * @param {number} label
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function markerPath(label, x, y, radius) {
  return SHAPES[label % SHAPES.length](x, y, radius);
}

/** Points of real targets are all circles. @param {number} x @param {number} y @param {number} radius */
export const circlePath = (x, y, radius) => markerPath(0, x, y, radius);

/**
 * Fill an element of class "target" with the field palette's colour for a share 0..1; CSS mixes it, in any theme.
 * @param {SVGElement} element
 * @param {number} share
 */
export function fillByTarget(element, share) {
  element.classList.add("target", share < 0.5 ? "target-neg" : "target-pos");
  element.style.setProperty("--much", `${(100 * Math.abs(2 * share - 1)).toFixed(0)}%`);
}
