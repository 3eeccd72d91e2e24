import { html, pixelContext, setHidden, setText } from "../../../dom.js";
import { formula } from "../../../formula.js";

/** @import { Matrix } from "../../../inside/iteration-source.js" */

/** Rows and columns that are drawn, at most. */
export const MOST_ROWS = 8;
export const MOST_COLUMNS = 8;
/** Height of a matrix, and of a cell at most (px of a 16 px root). */
const HEIGHT = 32;
const CELL = 8;
/** What the dots under a matrix take of it. */
const DOTS = 8;

/** The part of a side that is drawn; cell: how wide one is at most. @typedef {{ first: number, count: number, cell?: number }} Span */

/**
 * The part of a side that shows one place of it.
 * @param {number} length
 * @param {number} most
 * @param {number} place
 * @returns {Span}
 */
export function spanOf(length, most, place) {
  const count = Math.min(length, most);
  return { first: Math.min(Math.max(0, place - count + 1), length - count), count };
}

/**
 * A matrix as colours: its symbol above, its shape below, dots where it goes on.
 * @param {string} symbol as LaTeX
 * @param {{ transposed?: boolean, onPick?: (row: number, column: number) => void }} how
 */
export function createMatrix(symbol, { transposed = false, onPick }) {
  const canvas = html("canvas", { class: "matrix-cells", "aria-hidden": "true" });
  const context = pixelContext(canvas);
  const ring = html("span", { class: "matrix-ring", hidden: true });
  const [right, below] = ["matrix-right", "matrix-below"].map((name) =>
    html("span", { class: name, "aria-hidden": "true", hidden: true }, "\u22ef"),
  );
  const field = html("span", { class: "matrix-field" }, canvas, ring);
  const body = onPick
    ? html("button", { class: "matrix-body", type: "button" }, field, right, below)
    : html("span", { class: "matrix-body" }, field, right, below);
  const shape = html("span", { class: "matrix-shape" });
  const element = html(
    "span",
    { class: "matrix" },
    html("span", { class: "matrix-symbol" }, formula(symbol)),
    body,
    shape,
  );
  /** @type {Span} */
  let rows = { first: 0, count: 1 };
  /** @type {Span} */
  let columns = { first: 0, count: 1 };

  if (onPick)
    body.addEventListener("click", (event) => {
      if (!(event instanceof MouseEvent) || event.detail === 0) return onPick(-1, -1); // by the keyboard
      const box = canvas.getBoundingClientRect();
      /** @param {number} share @param {Span} span */
      const place = (share, { first, count }) =>
        first + Math.min(count - 1, Math.max(0, Math.floor(share * count)));
      const across = (event.clientX - box.left) / box.width;
      const down = (event.clientY - box.top) / box.height;
      const found = [place(down, rows), place(across, columns)];
      if (transposed) found.reverse();
      onPick(found[0], found[1]);
    });

  return {
    element,
    body,
    /**
     * @param {Matrix} matrix
     * @param {Uint32Array} palette
     * @param {{ row: Span, column: Span }} spans of the matrix as it is
     */
    draw(matrix, palette, { row, column }) {
      [rows, columns] = transposed ? [column, row] : [row, column];
      const [height, width] = transposed ? [matrix.columns, matrix.rows] : [matrix.rows, matrix.columns];
      size(rows.count, columns.count, height > rows.count ? HEIGHT - DOTS : HEIGHT);
      setText(shape, `${height}\u00d7${width}`);
      setHidden(right, width <= columns.count);
      setHidden(below, height <= rows.count);
      body.classList.toggle("empty", matrix.values === null);
      if (!matrix.values) return context.clearRect(0, 0, canvas.width, canvas.height);
      const image = context.createImageData(columns.count, rows.count);
      paint(new Uint32Array(image.data.buffer), matrix, palette);
      context.putImageData(image, 0, 0);
    },
    /** Ring a row, a column or an entry of the matrix as it is; null: nothing. @param {{ row: number | null, column: number | null } | null} at */
    mark(at) {
      setHidden(ring, at === null);
      if (!at) return;
      const [down, across] = transposed ? [at.column, at.row] : [at.row, at.column];
      place(ring, "top", "height", down, rows);
      place(ring, "left", "width", across, columns);
    },
  };

  /** @param {number} down @param {number} across @param {number} room */
  function size(down, across, room) {
    if (canvas.width === across && canvas.height === down && canvas.style.width) return;
    canvas.width = across;
    canvas.height = down;
    const cell = Math.min(CELL, room / down);
    canvas.style.height = `${(down * cell) / 16}rem`;
    canvas.style.width = `${(across * (columns.cell ?? Math.max(cell, across > 1 ? 6 : CELL))) / 16}rem`;
  }

  /** @param {Uint32Array} pixels @param {Matrix} matrix @param {Uint32Array} palette */
  function paint(pixels, matrix, palette) {
    const values = /** @type {ArrayLike<number>} */ (matrix.values);
    let most = 0;
    for (let k = 0; k < values.length; k++) {
      const size = Math.abs(values[k]);
      if (size > most && size < Number.POSITIVE_INFINITY) most = size;
    }
    for (let r = 0; r < rows.count; r++)
      for (let c = 0; c < columns.count; c++) {
        const [i, j] = [rows.first + r, columns.first + c];
        const value = transposed ? values[j * matrix.columns + i] : values[i * matrix.columns + j];
        const share = most ? Math.min(1, Math.max(-1, value / most)) || 0 : 0;
        pixels[r * columns.count + c] = palette[Math.round(127.5 * (1 + share))];
      }
  }
}

/** @param {HTMLElement} ring @param {"top" | "left"} start @param {"height" | "width"} extent @param {number | null} at @param {Span} span */
function place(ring, start, extent, at, { first, count }) {
  const [from, to] = at === null ? [0, count] : [at - first, at - first + 1];
  ring.style[start] = `${(100 * from) / count}%`;
  ring.style[extent] = `${(100 * (to - from)) / count}%`;
}
