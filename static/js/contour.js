/**
 * Where a field crosses a level: marching squares with linear interpolation, joined to lines.
 *
 * Pixels are cells: pixel k of g has its centre at k + 0.5. The border is repeated at 0 and g, so that lines reach
 * the edge of the picture, exactly as a smoothly scaled canvas repeats its border pixels.
 */

/** For each of the 16 corner patterns, pairs of edges (from, to) with the greater values on the left. */
// Corners: 1 top left, 2 top right, 4 bottom right, 8 bottom left. Edges: 0 top, 1 right, 2 bottom, 3 left.
const SEGMENTS = [
  [],
  [3, 0],
  [0, 1],
  [3, 1],
  [1, 2],
  [3, 0, 1, 2],
  [0, 2],
  [3, 2],
  [2, 3],
  [2, 0],
  [0, 1, 2, 3],
  [2, 1],
  [1, 3],
  [1, 0],
  [0, 3],
  [],
];
/** The two ambiguous patterns, when the middle of the cell lies above the level: the other pairing. */
const SADDLES = { 5: [3, 2, 1, 0], 10: [0, 3, 2, 1] };

/**
 * A field as the contour wants it: every cell a little mixed with its neighbours (1 2 1 in both directions), which
 * takes the steps out of 256-level values and of fields that jump from one end to the other between two cells. A
 * straight boundary stays where it is, a corner is rounded by less than a cell.
 * @param {Uint8Array} values
 * @param {number} size
 * @returns {Float32Array}
 */
export function smoothed(values, size) {
  const across = new Float32Array(size * size);
  for (let k = 0; k < values.length; k++) {
    const column = k % size;
    const left = values[column === 0 ? k : k - 1];
    const right = values[column === size - 1 ? k : k + 1];
    across[k] = (left + 2 * values[k] + right) / 4;
  }
  const both = new Float32Array(size * size);
  const last = size * (size - 1);
  for (let k = 0; k < values.length; k++) {
    const above = across[k < size ? k : k - size];
    const below = across[k >= last ? k : k + size];
    both[k] = (above + 2 * across[k] + below) / 4;
  }
  return both;
}

/**
 * The lines where the field equals the level, in units of pixels from the top left; closed lines repeat their start.
 * @param {ArrayLike<number>} values row by row, the top row first
 * @param {number} size rows = columns
 * @param {number} level
 * @returns {number[][]} each line as x, y, x, y, ...
 */
export function contourLines(values, size, level) {
  if (!Number.isFinite(level)) return [];
  const next = segments(values, size, level);
  const starts = lineStarts(next);
  const lines = [];
  for (const start of starts) lines.push(trace(next, start, values, size, level));
  return lines;
}

/**
 * The padded grid's value: the border is repeated once on each side.
 * @param {ArrayLike<number>} values
 * @param {number} size
 * @param {number} column 0 .. size + 1
 * @param {number} row 0 .. size + 1
 */
function at(values, size, column, row) {
  const x = column === 0 ? 0 : column > size ? size - 1 : column - 1;
  const y = row === 0 ? 0 : row > size ? size - 1 : row - 1;
  return values[y * size + x];
}

/** An edge of the padded grid has a number: twice its upper or left corner, plus 1 if it goes down. */
/** @param {number} side of a cell @param {number} corner top left @param {number} width of the padded grid */
function edgeNumber(side, corner, width) {
  if (side === 0) return 2 * corner;
  if (side === 1) return 2 * (corner + 1) + 1;
  if (side === 2) return 2 * (corner + width);
  return 2 * corner + 1;
}

/**
 * For every crossed edge, the edge that the line goes to next.
 * @param {ArrayLike<number>} values
 * @param {number} size
 * @param {number} level
 * @returns {Map<number, number>}
 */
function segments(values, size, level) {
  const width = size + 2;
  /** @type {Map<number, number>} */
  const next = new Map();
  for (let row = 0; row <= size; row++) {
    let topLeft = at(values, size, 0, row);
    let bottomLeft = at(values, size, 0, row + 1);
    for (let column = 0; column <= size; column++) {
      const topRight = at(values, size, column + 1, row);
      const bottomRight = at(values, size, column + 1, row + 1);
      const pattern =
        (topLeft >= level ? 1 : 0) |
        (topRight >= level ? 2 : 0) |
        (bottomRight >= level ? 4 : 0) |
        (bottomLeft >= level ? 8 : 0);
      if (pattern !== 0 && pattern !== 15) {
        const middle = (topLeft + topRight + bottomLeft + bottomRight) / 4;
        const sides =
          (pattern === 5 || pattern === 10) && middle >= level ? SADDLES[pattern] : SEGMENTS[pattern];
        const corner = row * width + column;
        for (let k = 0; k < sides.length; k += 2) {
          next.set(edgeNumber(sides[k], corner, width), edgeNumber(sides[k + 1], corner, width));
        }
      }
      topLeft = topRight;
      bottomLeft = bottomRight;
    }
  }
  return next;
}

/**
 * One edge of each line: the open ends first, then any edge of each closed line.
 * @param {Map<number, number>} next
 * @returns {number[]}
 */
function lineStarts(next) {
  const reached = new Set(next.values());
  const starts = [...next.keys()].filter((edge) => !reached.has(edge));
  const seen = new Set();
  /** @param {number} start */
  const walk = (start) => {
    for (let edge = /** @type {number | undefined} */ (start); edge !== undefined && !seen.has(edge); ) {
      seen.add(edge);
      edge = next.get(edge);
    }
  };
  starts.forEach(walk);
  for (const edge of next.keys()) {
    if (seen.has(edge)) continue;
    starts.push(edge);
    walk(edge);
  }
  return starts;
}

/**
 * @param {Map<number, number>} next
 * @param {number} start
 * @param {ArrayLike<number>} values
 * @param {number} size
 * @param {number} level
 * @returns {number[]}
 */
function trace(next, start, values, size, level) {
  /** @type {number[]} */
  const line = [];
  let edge = /** @type {number | undefined} */ (start);
  do {
    pushCrossing(line, /** @type {number} */ (edge), values, size, level);
    edge = next.get(/** @type {number} */ (edge));
  } while (edge !== undefined && edge !== start);
  if (edge === start) line.push(line[0], line[1]);
  return line;
}

/** @param {number} k index in the padded grid @param {number} size */
function position(k, size) {
  return k === 0 ? 0 : k > size ? size : k - 0.5;
}

/**
 * @param {number[]} line
 * @param {number} edge
 * @param {ArrayLike<number>} values
 * @param {number} size
 * @param {number} level
 */
function pushCrossing(line, edge, values, size, level) {
  const width = size + 2;
  const corner = edge >> 1;
  const row = Math.floor(corner / width);
  const column = corner - row * width;
  const down = edge & 1;
  const here = at(values, size, column, row);
  const there = at(values, size, column + 1 - down, row + down);
  const share = (level - here) / (there - here);
  const x = position(column, size);
  const y = position(row, size);
  if (down) line.push(x, y + share * (position(row + 1, size) - y));
  else line.push(x + share * (position(column + 1, size) - x), y);
}

/**
 * An SVG path of lines.
 * @param {number[][]} lines
 * @param {number} scale pixels to path units
 * @returns {string}
 */
export function pathOf(lines, scale) {
  let path = "";
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      path += `${k ? "L" : "M"}${(line[k] * scale).toFixed(1)} ${(line[k + 1] * scale).toFixed(1)}`;
    }
  }
  return path;
}
