import { strict as assert } from "node:assert";
import { test } from "node:test";

import { logScales, nearest, powersWithin, rangeAround, SWEPT } from "../../static/js/inside/scale-axes.js";
import { readout } from "../../static/js/inside/scale-text.js";
import { SCALES } from "../../static/js/presets.js";

test("the scales that are compared are among those that are swept", () => {
  for (const scale of SCALES) assert.ok(SWEPT.includes(scale));
  assert.deepEqual([SWEPT.length, SWEPT[0], SWEPT.at(-1)], [21, 0.001, 100]);
});

test("a range holds every positive value and ends a little beyond", () => {
  const [low, high] = rangeAround([0.3, 91, null, 0, undefined, Number.POSITIVE_INFINITY]);
  assert.ok(low < 0.3 && low > 0.1 && high > 91 && high < 200);
  assert.deepEqual(rangeAround([null, 0]), [0.1, 1]);
  const [from, to] = rangeAround([1]);
  assert.ok(from < 1 && to > 1);
});

test("powers of ten within a range, fewer where there is little room", () => {
  assert.deepEqual(powersWithin([0.001, 100], 8), [0.001, 0.01, 0.1, 1, 10, 100]);
  assert.deepEqual(powersWithin([0.001, 100], 3), [0.01, 1, 100]);
});

test("equal factors are equal distances", () => {
  const { x, y } = logScales({ left: 0, right: 100, top: 0, bottom: 50 }, [0.01, 100], [1, 100]);
  assert.ok(Math.abs(x(1) - 50) < 1e-9 && Math.abs(y(10) - 25) < 1e-9);
  assert.equal(nearest([0, 10, 20], 14), 1);
});

test("a run in a line tells what happened to it", () => {
  /** @param {number} cost */
  const reading = (cost) => ({
    train_cost: cost,
    test_cost: null,
    train_accuracy: null,
    test_accuracy: null,
    gradient_norms: { dW1: 0.385, db1: 0, dW2: 0, db2: 0 },
    saturated: 0.3556,
    dead: 0,
  });
  const run = { scale: 1, start: reading(1.12738), end: reading(0.334515), diverged_at: null };
  assert.equal(
    readout(run),
    "\u00d7\u202f1: cost 1.127 \u2192 0.3345; \u2016dW1\u2016 0.39, 35.6\u202f% saturated",
  );
  const lost = { ...run, end: null, diverged_at: 12 };
  assert.ok(readout(lost).startsWith("\u00d7\u202f1: cost 1.127, diverged at iteration 12;"));
});
