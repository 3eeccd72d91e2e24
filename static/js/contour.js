/**
 * Where a field crosses a level: marching squares with linear interpolation, joined to lines.
 *
 * Pixels are cells: pixel k of g has its centre at k + 0.5. Half a cell beyond, at 0 and g, the field is continued in
 * a straight line, so that lines reach the edge of the picture without a bend.
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
 * @param {ArrayLike<number>} values
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
  const padded = withBorder(values, size);
  const next = segments(padded, size, level);
  const starts = lineStarts(next);
  const lines = [];
  for (const start of starts) lines.push(trace(next, start, padded, size, level));
  return lines;
}

/**
 * The field with a border, where it is continued in a straight line over half a cell: (size + 2) x (size + 2).
 * @param {ArrayLike<number>} values
 * @param {number} size
 * @returns {Float64Array}
 */
function withBorder(values, size) {
  const width = size + 2;
  const padded = new Float64Array(width * width);
  const inner = size > 1 ? 1 : 0;
  for (let row = 0; row < size; row++) {
    const start = (row + 1) * width + 1;
    for (let column = 0; column < size; column++) padded[start + column] = values[row * size + column];
    padded[start - 1] = 1.5 * padded[start] - 0.5 * padded[start + inner];
    padded[start + size] = 1.5 * padded[start + size - 1] - 0.5 * padded[start + size - 1 - inner];
  }
  const bottom = size * width;
  for (let column = 0; column < width; column++) {
    padded[column] = 1.5 * padded[width + column] - 0.5 * padded[(1 + inner) * width + column];
    padded[bottom + width + column] =
      1.5 * padded[bottom + column] - 0.5 * padded[bottom - inner * width + column];
  }
  return padded;
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
 * @param {Float64Array} padded
 * @param {number} size
 * @param {number} level
 * @returns {Map<number, number>}
 */
function segments(padded, size, level) {
  const width = size + 2;
  /** @type {Map<number, number>} */
  const next = new Map();
  for (let row = 0; row <= size; row++) {
    let topLeft = padded[row * width];
    let bottomLeft = padded[(row + 1) * width];
    for (let column = 0; column <= size; column++) {
      const topRight = padded[row * width + column + 1];
      const bottomRight = padded[(row + 1) * width + column + 1];
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
 * @param {Float64Array} padded
 * @param {number} size
 * @param {number} level
 * @returns {number[]}
 */
function trace(next, start, padded, size, level) {
  /** @type {number[]} */
  const line = [];
  let edge = /** @type {number | undefined} */ (start);
  do {
    pushCrossing(line, /** @type {number} */ (edge), padded, size, level);
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
 * @param {Float64Array} padded
 * @param {number} size
 * @param {number} level
 */
function pushCrossing(line, edge, padded, size, level) {
  const width = size + 2;
  const corner = edge >> 1;
  const row = Math.floor(corner / width);
  const column = corner - row * width;
  const down = edge & 1;
  const here = padded[corner];
  const there = padded[corner + (down ? width : 1)];
  const share = (level - here) / (there - here);
  const x = position(column, size);
  const y = position(row, size);
  if (down) line.push(x, y + share * (position(row + 1, size) - y));
  else line.push(x + share * (position(column + 1, size) - x), y);
}

/** How often every point of an eased line moves half way to the middle of its neighbours. */
const PASSES = 6;

/**
 * A line without the steps of the grid, which show where the field jumps or is 0 over a whole region. What is straight
 * stays so, the ends stay, a corner is rounded by less than a cell.
 * @param {number[]} line
 * @returns {number[]}
 */
export function eased(line) {
  const end = line.length - 2;
  const closed = end > 2 && line[0] === line[end] && line[1] === line[end + 1];
  let from = line;
  for (let pass = 0; pass < PASSES; pass++) {
    const to = from.slice();
    for (let k = 2; k < end; k++) to[k] = (from[k - 2] + 2 * from[k] + from[k + 2]) / 4;
    for (let k = 0; closed && k < 2; k++) {
      to[k] = (from[end + k - 2] + 2 * from[k] + from[k + 2]) / 4;
      to[end + k] = to[k];
    }
    from = to;
  }
  return from;
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
