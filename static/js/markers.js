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
  (x, y, r) => `M${n(x - r)} ${n(y)}h${n(2 * r)}M${n(x)} ${n(y - r)}v${n(2 * r)}`,
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
