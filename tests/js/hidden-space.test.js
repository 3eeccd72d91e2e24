import { strict as assert } from "node:assert";
import { test } from "node:test";
import {
  axesFor,
  lineIn,
  outputLines,
  planeIn,
  rangeOf,
  separated,
  spaceOf,
  warpedGrid,
} from "../../static/js/inside/space.js";
import { catalog } from "./catalog.js";

/** @param {number[]} shape @param {number[]} values */
const tensor = (shape, values) => ({ shape, values: Float64Array.from(values) });
/** @param {number} value @param {number} expected */
const close = (value, expected) =>
  assert.ok(Math.abs(value - expected) < 1e-6, `${value} is not ${expected}`);

const X = [
  [1, -1, 0.5],
  [2, 0, 1],
];
const data = {
  X,
  Y: [[0, 1, 1]],
  label: [0, 1, 1],
  class_names: ["0", "1"],
  train: [true, true, false],
  bounds: /** @type {[number, number, number, number]} */ ([-1, 1, -1, 1]),
};

/** A network with so many tanh units, and its frame. @param {number} units @param {object} hiddenSpace */
function stateOf(units, hiddenSpace) {
  const row = (/** @type {number} */ unit) => [0.5 - unit, 0.25 * unit + 0.5];
  const numbers = Array.from({ length: units }, (_, unit) => unit);
  const parameters = {
    W1: tensor([units, 2], numbers.flatMap(row)),
    b1: tensor(
      [units, 1],
      numbers.map((unit) => 0.1 * unit),
    ),
    W2: tensor(
      [1, units],
      numbers.map((unit) => unit + 1),
    ),
    b2: tensor([1, 1], [-0.3]),
  };
  const A1 = numbers.map((unit) =>
    X[0].map((x, k) => Math.tanh(row(unit)[0] * x + row(unit)[1] * X[1][k] + 0.1 * unit)),
  );
  const accepted = catalog.defaults;
  return { A1, state: /** @type {any} */ ({ accepted, catalog, data, frame: { parameters, hiddenSpace } }) };
}

test("as many axes as there are units and dimensions, each once", () => {
  const wish = { flat: false, kind: /** @type {const} */ ("units"), chosen: [5, 5, 1] };
  assert.deepEqual(axesFor(1, wish), { kind: "units", axes: [0] });
  assert.deepEqual(axesFor(2, wish), { kind: "units", axes: [0, 1] });
  assert.deepEqual(axesFor(8, wish), { kind: "units", axes: [5, 1, 0] });
  assert.deepEqual(axesFor(8, { ...wish, flat: true }), { kind: "units", axes: [5, 0] });
  assert.deepEqual(axesFor(8, { ...wish, kind: "components" }), { kind: "components", axes: [0, 1, 2] });
  assert.deepEqual(axesFor(3, { ...wish, kind: "components" }).kind, "units");
});

test("chosen units of many: the others stand at their mean", () => {
  const { A1, state } = stateOf(4, {
    kind: "principal_components",
    shape: [3, 3],
    level: 0,
    mean: [0, 0, 0, 0],
  });
  const space = spaceOf(state, { kind: "units", axes: [3, 1] });
  assert.ok(space && !space.exact);
  for (const [axis, unit] of [3, 1].entries())
    for (const [k, a] of A1[unit].entries()) close(space.points[axis][k], a);
  assert.deepEqual(space.normal, [[4, 2]]);
  const mean = (/** @type {number[]} */ row) => row.reduce((sum, a) => sum + a, 0) / row.length;
  close(space.offset[0], -0.3 + mean(A1[0]) + 3 * mean(A1[2]));
  assert.deepEqual(space.place([9, 8, 7, 6]), [6, 8]);
});

test("principal components take any activation to its place", () => {
  const directions = [
    [1, 0, 0, 0],
    [0, 0.6, 0.8, 0],
    [0, 0, 0, 1],
  ];
  const { state } = stateOf(4, {
    kind: "principal_components",
    shape: [3, 3],
    values: Float32Array.from({ length: 9 }, (_, k) => k),
    level: 0,
    mean: [1, 1, 0, 0],
    directions,
    normal: [[1, 2, 3]],
    offset: [0.5],
    explained: [0.5, 0.3, 0.1],
  });
  const space = spaceOf(state, { kind: "components", axes: [0, 1] });
  assert.ok(space);
  const [x, y] = space.place([2, 2, 1, 5]);
  close(x, 1);
  close(y, 0.6 + 0.8);
  assert.deepEqual(space.normal, [[1, 2]]);
  assert.deepEqual(space.explained, [0.5, 0.3]);
  assert.deepEqual([...Float64Array.from(space.points[1])], [3, 4, 5]);
});

test("the grid is the input plane through the hidden layer", () => {
  const { A1, state } = stateOf(2, {
    kind: "activations",
    shape: [2, 3],
    values: new Float32Array(6),
    level: 0,
    mean: [0, 0],
  });
  const space = spaceOf(state, { kind: "units", axes: [0, 1] });
  assert.ok(space?.exact);
  const grid = warpedGrid(space, [-1, 1, 0, 2], { features: 2, units: 2 });
  assert.equal(grid.length, 42);
  const corner = grid[20][30]; // the uppermost line of constant x2, its right end: (1, 2), which is example 0
  close(corner[0], A1[0][0]);
  close(corner[1], A1[1][0]);
  assert.deepEqual(grid[41][30], corner);
  assert.equal(warpedGrid(space, [-1, 1, 0, 2], { features: 1, units: 2 }).length, 1);
});

test("examples on their side of the line are counted, those that are trained on alone", () => {
  const points = [
    [0, 2, 0],
    [0, 0, 0],
  ];
  const one = /** @type {any} */ ({ points, normal: [[1, 0]], offset: [-1], level: 0 });
  assert.equal(separated(one, data), 1);
  assert.equal(separated({ ...one, normal: [[-1, 0]], offset: [1] }, data), 0);
  const several = {
    ...one,
    normal: [
      [-1, 0],
      [1, 0],
    ],
    offset: [1, -1],
  };
  assert.equal(separated(several, data), 1);
});

test("a range stays until the points leave it or fill little of it", () => {
  const first = rangeOf([0, 1], null);
  assert.ok(first[0] < 0 && first[1] > 1);
  assert.equal(rangeOf([0.1, 0.9], first), first);
  assert.notEqual(rangeOf([0.1, 2], first), first);
  assert.notEqual(rangeOf([0.4, 0.6], first), first);
  assert.deepEqual(rangeOf([Number.NaN], null), [-1, 1]);
  assert.deepEqual(rangeOf([0, Number.POSITIVE_INFINITY], null), [-1, 1]);
  const [low, high] = rangeOf([3, 3], null);
  assert.ok(low < 3 && high > 3);
});

test("a line ends where the picture and the other classes begin", () => {
  /** @type {[[number, number], [number, number]]} */
  const box = [
    [0, 2],
    [0, 1],
  ];
  const line = lineIn([1, 0], 0.5, box);
  assert.deepEqual(
    line?.map(([x, y]) => [x, Math.abs(y)]).sort((a, b) => a[1] - b[1]),
    [
      [0.5, 0],
      [0.5, 1],
    ],
  );
  assert.equal(lineIn([1, 0], 3, box), null);
  assert.equal(lineIn([0, 0], 0, box), null);
  assert.equal(lineIn([Number.NaN, 0], 0, box), null);
  const normal = [
    [1, 0],
    [-1, 0],
    [0, 1],
  ];
  const borders = outputLines({ normal, offset: [-1, 1, 0], level: 0 }, box);
  assert.equal(borders.length, 2); // the first two meet below the third alone: in one point of the edge
  for (const [x, y] of borders.flat()) {
    const [first, second] = [x - 1, 1 - x, y].sort((one, other) => other - one);
    close(first, second);
  }
});

test("a plane cuts a box in a polygon", () => {
  const box = /** @type {[number, number][]} */ ([
    [-1, 1],
    [-1, 1],
    [-1, 1],
  ]);
  const square = planeIn([0, 0, 1], 0.5, box);
  assert.equal(square.length, 4);
  for (const [x, y, z] of square) assert.deepEqual([Math.abs(x), Math.abs(y), z], [1, 1, 0.5]);
  assert.equal(planeIn([1, 1, 1], 0, box).length, 6);
  assert.deepEqual(planeIn([0, 0, 1], 5, box), []);
  assert.deepEqual(planeIn([Number.NaN, 0, 1], 0, box), []);
});
