import { html, pixelContext, setText } from "../dom.js";
import { colour } from "../palette.js";
import * as text from "../text.js";

/** @import { Field2d } from "../types.js" */

/** Maps that have room; of more units the first are shown, and how many more there are. */
const MOST = 16;
/** So many stand in one row. */
const ROW = 6;

/** @typedef {{ canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, image: ImageData | null }} UnitMap */

/**
 * The hidden units of a network, small.
 * @param {HTMLElement} host
 */
export function createMaps(host) {
  /** @type {UnitMap[]} */
  let maps = [];
  const more = html("span", { class: "more-units" });

  /** @param {number} count */
  function build(count) {
    const shown = count > MOST ? MOST - 1 : count;
    setText(more, count > shown ? text.moreUnits(count - shown) : "");
    if (maps.length === shown) return;
    maps = Array.from({ length: shown }, () => {
      const canvas = html("canvas", { width: 1, height: 1 });
      return { canvas, context: pixelContext(canvas), image: null };
    });
    host.classList.toggle("small", shown > ROW);
    host.replaceChildren(...maps.map(({ canvas }) => canvas), more);
  }

  /** @param {Field2d} hidden @param {Uint32Array} palette */
  return ({ shape: [count, rows, columns], values }, palette) => {
    build(count);
    const cells = rows * columns;
    for (const [k, map] of maps.entries()) {
      if (map.image?.width !== columns || map.image.height !== rows) {
        [map.canvas.width, map.canvas.height] = [columns, rows];
        map.image = map.context.createImageData(columns, rows);
      }
      const pixels = new Uint32Array(map.image.data.buffer);
      colour(values.subarray(k * cells, (k + 1) * cells), palette, pixels);
      map.context.putImageData(map.image, 0, 0);
    }
  };
}
