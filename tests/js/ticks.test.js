import { strict as assert } from "node:assert";
import { test } from "node:test";
import { apart, linearTicks, logTicks } from "../../static/js/ticks.js";

test("linear ticks are round and inside", () => {
  assert.deepEqual(linearTicks(-4.4, 4.4, 5), [-4, -2, 0, 2, 4]);
  assert.deepEqual(linearTicks(0, 480, 5), [0, 100, 200, 300, 400]);
  assert.deepEqual(linearTicks(0, 0.3, 3), [0, 0.1, 0.2, 0.3]);
});

test("logarithmic ticks thin out until they fit", () => {
  assert.deepEqual(logTicks(0.2, 1, 4), [0.2, 0.5, 1]);
  assert.deepEqual(logTicks(1e-3, 1e3, 8), [0.001, 0.01, 0.1, 1, 10, 100, 1000]);
  assert.ok(logTicks(1e-30, 1e30, 5).length <= 5);
});

test("there are at least three ticks in every range of a cost, in little room too", () => {
  for (const [low, high] of [
    [0.25, 0.8],
    [0.63, 0.95],
    [0.04, 0.8],
    [0.2, 1.26],
    [1e-5, 0.8],
    [0.3, 4e11],
    [3.2, 8],
  ]) {
    for (const count of [3, 4, 6]) {
      const ticks = logTicks(low, high, count);
      assert.ok(ticks.length >= 3 && ticks.length <= count + 2, `${low} ${high} ${count}: ${ticks}`);
      assert.ok(ticks.every((tick) => tick >= low && tick <= high));
    }
  }
});

test("an empty or broken range has none", () => {
  assert.deepEqual(linearTicks(1, 1, 5), []);
  assert.deepEqual(logTicks(0, 1, 5), []);
  assert.deepEqual(linearTicks(0, Number.POSITIVE_INFINITY, 5), []);
});

test("of ticks that would touch the first stays", () => {
  assert.deepEqual(
    apart([0.3, 0.5, 0.7], (tick) => 100 * tick, 15),
    [0.3, 0.5, 0.7],
  );
  assert.deepEqual(
    apart([0.3, 0.5, 0.7], (tick) => 50 * tick, 15),
    [0.3, 0.7],
  );
});
