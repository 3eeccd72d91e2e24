import { strict as assert } from "node:assert";
import { test } from "node:test";

import { lettersOf, rangesOf, rowGroups, TOLERANCE } from "../../static/js/inside/row-groups.js";
import { createRowHistory, largestChange } from "../../static/js/inside/row-history.js";

/** @param {number[][]} rows */
const matrix = (rows) => ({ shape: [rows.length, rows[0].length], values: Float64Array.from(rows.flat()) });

test("rows that differ by less than the tolerance are one group", () => {
  const close = TOLERANCE / 2;
  const groups = rowGroups(matrix([[1, 2], [0, 0], [1 + close, 2], [1, 2 + 3 * close]])); // biome-ignore format: rows
  assert.deepEqual(groups.group, [0, 1, 0, 2]);
  assert.deepEqual(groups.units, [[0, 2], [1], [3]]);
  assert.equal(rowGroups(matrix([[Number.NaN], [0]])).units.length, 1);
});

test("groups of several units get letters, units that are alone none", () => {
  assert.deepEqual(lettersOf({ group: [], units: [[0], [1, 2], [3, 4]] }), [null, "A", "B"]);
  const many = lettersOf({ group: [], units: Array.from({ length: 27 }, () => [0, 1]) });
  assert.deepEqual(many.slice(25), ["Z", "A2"]);
});

test("units in few words count from 1", () => {
  assert.equal(rangesOf([0, 1, 2, 3]), "1\u20134");
  assert.equal(rangesOf([0, 1, 6]), "1, 2, 7");
});

test("a history grows with the frames and keeps no more than its steps", () => {
  const history = createRowHistory();
  assert.equal(history.add("a 1", 0, 1, [0.5]), false);
  for (let k = 1; k < 100; k++) history.add("a 1", k, k < 50 ? 1 : 3, [k]);
  assert.deepEqual(history.steps, { from: [0, 50], rows: [1, 3], end: 99 });
  assert.deepEqual(history.start, [0.5]);
});

test("a run that goes back keeps what lies before, and another run nothing", () => {
  const history = createRowHistory();
  for (const [iteration, rows] of [[0, 1], [10, 2], [20, 3]]) history.add("a 1", iteration, rows, []); // biome-ignore format: pairs
  history.add("a 1", 12, 2, []);
  assert.deepEqual(history.steps, { from: [0, 10], rows: [1, 2], end: 12 });
  assert.equal(history.add("a 2", 40, 4, []), true);
  assert.deepEqual([history.steps, history.start], [{ from: [40], rows: [4], end: 40 }, null]);
});

test("what the server remembers comes before the first frame", () => {
  const history = createRowHistory();
  assert.equal(history.add("a 1", 100, 2, [7]), true);
  history.add("a 1", 120, 3, [8]);
  history.put("b 1", [0, 64], [9, 9], [1, 1]);
  history.put("a 1", [0, 64, 110], [1, 2, 9], [5, 6, 7]);
  assert.deepEqual(history.steps, { from: [0, 64, 120], rows: [1, 2, 3], end: 120 });
  assert.deepEqual(history.start, [5]);
});

test("the largest change of an entry", () => {
  assert.equal(largestChange([1, -2], [0.5, 1]), 3);
});
