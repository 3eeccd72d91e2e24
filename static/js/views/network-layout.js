/** Where the network diagram's parts stand. Pure geometry, in pixels of the diagram. */

/** Up to this width the units stand in one column, with links wide enough to read. */
export const ONE_COLUMN = 8;
/** Up to this width they stand in several columns with links; beyond it links cannot be told apart. */
export const LINKED = 32;

/** @typedef {{ x: number, y: number }} Point the centre of a part */
/** @typedef {"column" | "wrapped" | "grid"} Arrangement of the units */

/**
 * @typedef {object} Layout
 * @property {Point[]} inputs
 * @property {number} inputSize
 * @property {Point[]} units
 * @property {number} unitSize
 * @property {Arrangement} arrangement
 * @property {[Point, Point]} biases
 * @property {Point[]} outputs
 * @property {number} outputRadius
 * @property {Point} wire where the outputs' wires end
 */

/**
 * @param {object} of
 * @param {number} of.width
 * @param {number} of.height
 * @param {number} of.inputs n_x
 * @param {number} of.units n_h
 * @param {number} of.outputs n_y
 * @param {number} of.scale pixels of a 16 px root
 * @returns {Layout}
 */
export function networkLayout({ width, height, inputs, units: count, outputs, scale }) {
  const biasRow = 44 * scale;
  const room = height - biasRow;
  const middle = room / 2;
  const inputSize = Math.min(54 * scale, width * 0.13);
  const inputX = Math.max(inputSize / 2 + 22 * scale, width * 0.075);
  const outputRadius = outputs > 1 ? 17 * scale : 22 * scale;
  const outputX = width - Math.max(outputRadius + 30 * scale, width * 0.13);
  const arrangement = count > LINKED ? "grid" : count > ONE_COLUMN ? "wrapped" : "column";
  const { units, unitSize } = UNITS[arrangement]({
    count,
    room,
    scale,
    left: inputX + inputSize / 2,
    right: outputX - outputRadius,
  });
  const biasY = height - 18 * scale;
  return {
    inputs: spread(inputs, inputX, middle, Math.min(room * 0.34, 160 * scale)),
    inputSize,
    units,
    unitSize,
    arrangement,
    biases: [
      { x: inputX, y: biasY },
      { x: (inputX + outputX) / 2, y: biasY },
    ],
    outputs: spread(outputs, outputX, middle, Math.min(room / outputs, 84 * scale)),
    outputRadius,
    wire: { x: width, y: middle },
  };
}

/** Parts one above the other. @param {number} count @param {number} x @param {number} middle @param {number} pitch */
function spread(count, x, middle, pitch) {
  return Array.from({ length: count }, (_, k) => ({ x, y: middle + (k - (count - 1) / 2) * pitch }));
}

/** @typedef {{ count: number, room: number, scale: number, left: number, right: number }} Block */

/** @type {Record<Arrangement, (block: Block) => { units: Point[], unitSize: number }>} */
const UNITS = { column: columnOfUnits, wrapped: wrappedUnits, grid: gridOfUnits };

/** @param {Block} block */
function columnOfUnits({ count, room, scale, left, right }) {
  const pitch = Math.min(room / count, 84 * scale);
  const unitSize = Math.min(62 * scale, pitch - 9 * scale);
  return { units: spread(count, left + (right - left) * 0.47, room / 2, pitch), unitSize };
}

/** Columns of small maps, filled downwards, each with its output weight below. @param {Block} block */
function wrappedUnits({ count, room, scale, left, right }) {
  const unitSize = 40 * scale;
  const rowPitch = unitSize + 20 * scale;
  const rows = Math.max(2, Math.min(Math.floor(room / rowPitch), Math.ceil(count / 2)));
  const columns = Math.ceil(count / rows);
  const even = Math.ceil(count / columns);
  const breadth = right - left - 110 * scale;
  const columnPitch = Math.min(
    82 * scale,
    Math.max(unitSize + 4, columns > 1 ? (breadth - unitSize) / (columns - 1) : 0),
  );
  const firstX = (left + right) / 2 - (columnPitch * (columns - 1)) / 2;
  const rowStep = room / even;
  const units = Array.from({ length: count }, (_, k) => ({
    x: firstX + Math.floor(k / even) * columnPitch,
    y: rowStep * ((k % even) + 0.5) - 8 * scale,
  }));
  return { units, unitSize };
}

/** Beside a unit of the column, and below a wrapped one, stands its weight. */
const WEIGHT = { width: 84, height: 20 };
/** Between the card with a unit's numbers and what it must not cover. */
const GAP = 6;
/** Between the card and the picture to the right of the diagram. */
const EDGE = 16;

/**
 * A place for a card in which it covers no unit and no node: corners first, then along the edges. Null if there is none.
 * @param {Layout} layout
 * @param {number} height of the diagram
 * @param {{ width: number, height: number }} card
 * @param {number} scale
 * @returns {Point | null} its upper left corner
 */
export function freePlace(layout, height, card, scale) {
  const taken = obstacles(layout, scale);
  const right = layout.wire.x - card.width - EDGE * scale;
  const bottom = height - card.height;
  if (right < 0 || bottom < 0) return null;
  const shares = Array.from({ length: 11 }, (_, k) => k / 10);
  const places = [
    ...[0, bottom, 0, bottom].map((y, k) => ({ x: k < 2 ? 0 : right, y })),
    ...shares.map((share) => ({ x: 0, y: share * bottom })),
    ...shares.map((share) => ({ x: share * right, y: bottom })),
    ...shares.map((share) => ({ x: share * right, y: 0 })),
    ...shares.map((share) => ({ x: right, y: share * bottom })),
  ];
  const isFree = (/** @type {Point} */ { x, y }) =>
    taken.every(
      (box) =>
        x + card.width + GAP <= box.left ||
        x - GAP >= box.right ||
        y + card.height + GAP <= box.top ||
        y - GAP >= box.bottom,
    );
  return places.find(isFree) ?? null;
}

/** @param {Layout} layout @param {number} scale */
function obstacles(
  { inputs, inputSize, units, unitSize, arrangement, biases, outputs, outputRadius },
  scale,
) {
  const box = (/** @type {Point} */ { x, y }, /** @type {number} */ size) => ({
    left: x - size / 2,
    right: x + size / 2,
    top: y - size / 2,
    bottom: y + size / 2,
  });
  const unitBoxes = units.map((unit) => {
    const map = box(unit, unitSize);
    return arrangement !== "column"
      ? { ...map, bottom: map.bottom + WEIGHT.height * scale }
      : { ...map, right: map.right + WEIGHT.width * scale };
  });
  return [
    ...unitBoxes,
    ...inputs.map((input) => box(input, inputSize)),
    ...biases.map((bias) => box(bias, 1.3 * outputRadius)),
    ...outputs.map((output) => {
      const circle = box(output, 2 * outputRadius);
      return { ...circle, bottom: circle.bottom + WEIGHT.height * scale };
    }),
  ];
}

/** A grid of the largest maps, up to 24, that all fit; as broad as the room is, filled row by row. @param {Block} block */
function gridOfUnits({ count, room, scale, left, right }) {
  const gap = 4 * scale;
  const breadth = right - left - 24 * scale;
  const columnsAt = (/** @type {number} */ pitch) => Math.max(1, Math.floor(breadth / pitch));
  let pitch = 24 * scale + gap;
  while (pitch > 8 && Math.ceil(count / columnsAt(pitch)) * pitch > room) pitch -= 0.5;
  const likeTheRoom = Math.ceil(Math.sqrt((count * breadth) / room));
  const needed = Math.max(likeTheRoom, Math.ceil(count / Math.floor(room / pitch)));
  const rows = Math.ceil(count / Math.min(columnsAt(pitch), needed));
  const columns = Math.ceil(count / rows); // no last row of a few
  const firstX = (left + right) / 2 - ((columns - 1) / 2) * pitch;
  const units = Array.from({ length: count }, (_, k) => ({
    x: firstX + (k % columns) * pitch,
    y: room / 2 + (Math.floor(k / columns) - (rows - 1) / 2) * pitch,
  }));
  return { units, unitSize: pitch - gap };
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
