import { html, pixelContext, setHidden, setText } from "../dom.js";
import { colour } from "../palette.js";

/** @import { Frame } from "../types.js" */
/** @import { Layout } from "./network-layout.js" */

/** An enlarged map is so much larger than a small one, and at least so large (px at a 16 px root). */
const TIMES = 1.4;
const LEAST = 76;

/**
 * The map of one unit, enlarged over its place. It takes no pointer: what lies below stays where it was.
 * @param {HTMLElement} host
 */
export function createLens(host) {
  const canvas = html("canvas", { width: 1, height: 1 });
  const number = html("span", { class: "unit-number" });
  const lens = html("div", { class: "unit-lens", "aria-hidden": "true", hidden: true }, canvas, number);
  host.append(lens);
  const context = pixelContext(canvas);
  /** @type {ImageData | null} */
  let image = null;

  /** @param {Layout} layout @param {number} unit @param {number} scale */
  function place({ units, unitSize, arrangement, wire }, unit, scale) {
    const size = Math.max(LEAST * scale, TIMES * unitSize);
    const { x, y } = units[unit];
    // It grows to the left where the unit's weight stands to its right.
    const centre = arrangement === "column" ? x + unitSize / 2 - size / 2 : x;
    const inside = Math.min(Math.max(centre, size / 2), wire.x - size / 2);
    lens.style.setProperty("--x", `${inside.toFixed(1)}px`);
    lens.style.setProperty("--y", `${y.toFixed(1)}px`);
    lens.style.setProperty("--size", `${size.toFixed(1)}px`);
  }

  return {
    /** @param {Layout} layout @param {Frame} frame @param {number | null} unit @param {Uint32Array} palette @param {number} scale */
    update(layout, { hidden }, unit, palette, scale) {
      setHidden(lens, unit === null || !hidden || unit >= layout.units.length);
      if (unit === null || !hidden || lens.hidden) return;
      const [, rows, columns] = hidden.shape;
      if (image?.width !== columns || image.height !== rows) {
        [canvas.width, canvas.height] = [columns, rows];
        image = context.createImageData(columns, rows);
      }
      const cells = rows * columns;
      const values = hidden.values.subarray(unit * cells, (unit + 1) * cells);
      colour(values, palette, new Uint32Array(image.data.buffer));
      context.putImageData(image, 0, 0);
      setText(number, String(unit + 1));
      place(layout, unit, scale);
    },
  };
}
