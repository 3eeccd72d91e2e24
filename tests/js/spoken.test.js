import { strict as assert } from "node:assert";
import { test } from "node:test";
import { createPace } from "../../static/js/spoken.js";

/** @param {number} iteration @param {boolean} playing @param {string} [run] */
const state = (iteration, playing, run = "a") => ({
  frame: /** @type {any} */ ({ snapshot: { run, iteration } }),
  playing,
});

test("while it plays there is a sentence every five seconds", () => {
  let now = 0;
  const isDue = createPace(() => now);
  assert.equal(isDue({ frame: null, playing: true }), false);
  assert.equal(isDue(state(1, true)), true);
  now = 4999;
  assert.equal(isDue(state(2, true)), false);
  now = 5000;
  assert.equal(isDue(state(3, true)), true);
  now = 9000;
  assert.equal(isDue(state(4, true)), false);
});

test("a pause, a step, a reset and a new run are told at once", () => {
  const isDue = createPace(() => 1);
  assert.equal(isDue(state(7, true)), true);
  assert.equal(isDue(state(8, true)), false);
  assert.equal(isDue(state(8, false)), true);
  assert.equal(isDue(state(9, false)), true);
  assert.equal(isDue(state(0, true)), true);
  assert.equal(isDue(state(1, true)), false);
  assert.equal(isDue(state(1, true, "b")), true);
});
