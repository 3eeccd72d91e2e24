import { strict as assert } from "node:assert";
import { test } from "node:test";

import { collapsed, largestDifference, linesOf } from "../../static/js/inside/collapse.js";

/** @param {number[][]} rows */
const matrix = (rows) => ({ shape: [rows.length, rows[0].length], values: rows.flat() });
const parameters = {
  W1: matrix([[1, 2], [0, 1], [-1, 0]]), // biome-ignore format: rows
  b1: matrix([[1], [2], [3]]),
  W2: matrix([[1, 1, 2]]),
  b2: matrix([[0.5]]),
};
/** @type {[number, number, number, number]} */
const bounds = [-1, 1, -1, 1];

test("the product of both layers is one layer", () => {
  assert.deepEqual(collapsed(parameters), { W: [[-1, 3]], b: [9.5] });
});

test("linear units are that layer, others are not", () => {
  const inputs = [[1, -2, 0.5], [0, 1, 3]]; // biome-ignore format: a row a feature
  const collapse = collapsed(parameters);
  assert.ok(largestDifference(parameters, collapse, inputs, (z) => z) < 1e-14);
  assert.ok(largestDifference(parameters, collapse, inputs, Math.tanh) > 5);
  assert.ok(Number.isNaN(largestDifference(parameters, collapse, inputs, () => Number.NaN)));
});

test("one output has one line where the class changes", () => {
  const collapse = { W: [[1, 0]], b: [0.25] };
  /** @param {string} output */
  const line = (output) => linesOf(collapse, { output, classes: true }, null, bounds);
  assert.deepEqual(line("sigmoid"), [[[-0.25, -1], [-0.25, 1]]]); // biome-ignore format: points
  assert.deepEqual(line("linear"), [[[0.25, -1], [0.25, 1]]]); // biome-ignore format: points
  assert.deepEqual(linesOf(collapse, { output: "linear", classes: false }, null, bounds), []);
});

test("a standardized network's line stands where the data are", () => {
  const standard = [{ centre: 2, scale: 4 }, { centre: 0, scale: 1 }]; // biome-ignore format: features
  const [[[x]]] = linesOf({ W: [[1, 0]], b: [0.5] }, { output: "sigmoid", classes: true }, standard, bounds);
  assert.ok(Math.abs(x) < 1e-12);
});

test("of several classes only what no third one covers is drawn", () => {
  const collapse = { W: [[1, 0], [-1, 0], [0, 2]], b: [0, 0, 0] }; // biome-ignore format: rows
  const segments = linesOf(collapse, { output: "softmax", classes: true }, null, bounds);
  assert.equal(segments.length, 3);
  for (const [[x, y]] of [segments[0]]) assert.ok(Math.abs(x) < 1e-12 && y <= 1e-12); // under both others
  for (const segment of segments) for (const [x, y] of segment) assert.ok(y <= Math.abs(x) / 2 + 1e-12);
});

test("over one feature the layer is the line that is predicted; a ReLU output bends it at 0", () => {
  const collapse = { W: [[1]], b: [0.5] };
  assert.deepEqual(
    linesOf(collapse, { output: "linear", classes: false }, null, bounds)[0].at(0),
    [-1, -0.5],
  );
  const bent = linesOf(collapse, { output: "relu", classes: false }, null, bounds);
  assert.deepEqual(bent.at(-1), [[-1, 0], [-0.5, 0]]); // biome-ignore format: points
  assert.ok(bent[0].every(([, y]) => y >= 0));
});
