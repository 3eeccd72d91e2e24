/** Where the network diagram's parts stand. Pure geometry, in pixels of the diagram. */

/** Up to this width the units stand in one column, with links wide enough to read. */
export const ONE_COLUMN = 8;

/** @typedef {{ x: number, y: number }} Point the centre of a part */

/**
 * @typedef {object} Layout
 * @property {Point[]} inputs
 * @property {number} inputSize
 * @property {Point[]} units
 * @property {number} unitSize
 * @property {boolean} wrapped
 * @property {[Point, Point]} biases
 * @property {Point} output
 * @property {number} outputRadius
 * @property {number} right
 */

/**
 * @param {number} width
 * @param {number} height
 * @param {number} count of hidden units
 * @param {number} scale pixels of a 16 px root
 * @returns {Layout}
 */
export function networkLayout(width, height, count, scale) {
  const biasRow = 44 * scale;
  const room = height - biasRow;
  const middle = room / 2;
  const inputSize = Math.min(54 * scale, width * 0.13);
  const inputX = Math.max(inputSize / 2 + 22 * scale, width * 0.075);
  const outputRadius = 22 * scale;
  const outputX = width - Math.max(outputRadius + 30 * scale, width * 0.13);
  const apart = Math.min(room * 0.17, 80 * scale);
  const block = count > ONE_COLUMN ? wrappedUnits : columnOfUnits;
  const { units, unitSize } = block({
    count,
    room,
    scale,
    left: inputX + inputSize / 2,
    right: outputX - outputRadius,
  });
  const biasY = height - 18 * scale;
  return {
    inputs: [
      { x: inputX, y: middle - apart },
      { x: inputX, y: middle + apart },
    ],
    inputSize,
    units,
    unitSize,
    wrapped: count > ONE_COLUMN,
    biases: [
      { x: inputX, y: biasY },
      { x: (inputX + outputX) / 2, y: biasY },
    ],
    output: { x: outputX, y: middle },
    outputRadius,
    right: width,
  };
}

/** @typedef {{ count: number, room: number, scale: number, left: number, right: number }} Block */

/** @param {Block} block */
function columnOfUnits({ count, room, scale, left, right }) {
  const pitch = Math.min(room / count, 84 * scale);
  const unitSize = Math.min(62 * scale, pitch - 9 * scale);
  const x = left + (right - left) * 0.47;
  const top = (room - pitch * count) / 2 + pitch / 2;
  const units = Array.from({ length: count }, (_, k) => ({ x, y: top + k * pitch }));
  return { units, unitSize };
}

/** Columns of small maps, filled downwards, each with its output weight below. @param {Block} block */
function wrappedUnits({ count, room, scale, left, right }) {
  const unitSize = 40 * scale;
  const rowPitch = unitSize + 20 * scale;
  const rows = Math.max(2, Math.min(Math.floor(room / rowPitch), Math.ceil(count / 2)));
  const columns = Math.ceil(count / rows);
  const even = Math.ceil(count / columns);
  const spread = right - left - 110 * scale;
  const columnPitch = Math.min(
    82 * scale,
    Math.max(unitSize + 4, columns > 1 ? (spread - unitSize) / (columns - 1) : 0),
  );
  const firstX = (left + right) / 2 - (columnPitch * (columns - 1)) / 2;
  const rowStep = room / even;
  const units = Array.from({ length: count }, (_, k) => ({
    x: firstX + Math.floor(k / even) * columnPitch,
    y: rowStep * ((k % even) + 0.5) - 8 * scale,
  }));
  return { units, unitSize };
}

/**
 * A link: leaves and arrives level, as a wire would.
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
export function linkPath(x0, y0, x1, y1) {
  const bend = (x1 - x0) * 0.5;
  const r = (/** @type {number} */ v) => v.toFixed(1);
  return `M${r(x0)} ${r(y0)}C${r(x0 + bend)} ${r(y0)} ${r(x1 - bend)} ${r(y1)} ${r(x1)} ${r(y1)}`;
}
