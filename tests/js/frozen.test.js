import { strict as assert } from "node:assert";
import { test } from "node:test";
import { createFrozenWatch } from "../../static/js/frozen.js";

/** @import { Frame } from "../../static/js/types.js" */

/** @param {number} iteration @param {number[]} W1 @param {number[]} [W2] @param {string} [run] @returns {Frame} */
const frame = (iteration, W1, W2 = [0], run = "a") =>
  /** @type {any} */ ({
    snapshot: { run, iteration },
    parameters: { W1: { values: Float64Array.from(W1) }, W2: { values: Float64Array.from(W2) } },
  });

test("weights that stay through two iterations are frozen, and not before", () => {
  const isFrozen = createFrozenWatch();
  assert.equal(isFrozen(frame(0, [0, 0])), false);
  assert.equal(isFrozen(frame(0, [0, 0])), false);
  assert.equal(isFrozen(frame(1, [0, 0])), false);
  assert.equal(isFrozen(frame(2, [0, 0])), true);
  assert.equal(isFrozen(frame(400, [0, 0])), true);
});

test("one changed entry of either matrix thaws", () => {
  const isFrozen = createFrozenWatch();
  isFrozen(frame(0, [1, 2], [3]));
  assert.equal(isFrozen(frame(9, [1, 2], [3 + 1e-15])), false);
  assert.equal(isFrozen(frame(11, [1, 2], [3 + 1e-15])), true);
  assert.equal(isFrozen(frame(12, [1, 2.5], [3 + 1e-15])), false);
});

test("a reset and another run begin anew", () => {
  const isFrozen = createFrozenWatch();
  isFrozen(frame(5, [0]));
  assert.equal(isFrozen(frame(8, [0])), true);
  assert.equal(isFrozen(frame(0, [0])), false);
  assert.equal(isFrozen(frame(3, [0])), true);
  assert.equal(isFrozen(frame(6, [0], [0], "b")), false);
  assert.equal(isFrozen(frame(9, [0, 0], [0, 0], "b")), false);
});

test("frames without parameters tell nothing", () => {
  const isFrozen = createFrozenWatch();
  isFrozen({ ...frame(0, [0]), parameters: null });
  assert.equal(isFrozen({ ...frame(5, [0]), parameters: null }), false);
});
