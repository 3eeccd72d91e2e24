import { strict as assert } from "node:assert";
import { test } from "node:test";
import { append, emptyHistory } from "../../static/js/history.js";
import { iterationsOfEpoch, marksOf, reachedBy, spanOf } from "../../static/js/timeline.js";
import { catalog } from "./catalog.js";

/** @param {number} iteration @param {string} field @param {number | null} [before] @param {number | null} [after] */
const change = (iteration, field, before = null, after = null) => ({ iteration, field, before, after });

test("the line ends at a round number ahead, or where the run will stop", () => {
  assert.deepEqual(
    [0, 100, 101, 201, 501, 1001, 12_345].map((reached) => spanOf(reached, null)),
    [100, 100, 200, 500, 1000, 2000, 20_000],
  );
  assert.equal(spanOf(480, 1000), 1000);
  assert.equal(spanOf(1200, 1000), 2000);
  assert.equal(spanOf(0, 0), 1);
});

test("what a run that has gone back has reached is in its history", () => {
  const history = append(emptyHistory(), Float64Array.from([0, 1, 0, 7, 0.5, 0]));
  const frame = /** @type {any} */ ({ snapshot: { iteration: 3 } });
  assert.equal(reachedBy({ history, frame }), 7);
  assert.equal(reachedBy({ history: emptyHistory(), frame }), 3);
  assert.equal(reachedBy({ history: emptyHistory(), frame: null }), 0);
});

test("changes that cannot be told apart are one mark, of each field its first and last value", () => {
  const rate = "training.learning_rate";
  const changes = [change(10, rate, 1, 2), change(12, rate, 2, 3), change(12, "W1"), change(40, rate, 3, 1)];
  assert.deepEqual(marksOf(changes, 5), [
    { iteration: 12, changes: [change(12, rate, 1, 3), change(12, "W1")] },
    { iteration: 40, changes: [change(40, rate, 3, 1)] },
  ]);
});

test("a value that came back leaves no mark, a mark never spans more than one place", () => {
  const rate = "training.learning_rate";
  assert.deepEqual(marksOf([change(10, rate, 1, 2), change(11, rate, 2, 1)], 5), []);
  const drag = [0, 4, 8, 12].map((iteration) => change(iteration, rate, iteration, iteration + 4));
  assert.deepEqual(
    marksOf(drag, 5).map(({ iteration }) => iteration),
    [4, 12],
  );
});

test("an epoch has as many iterations as batches, the smaller last one included", () => {
  const data = /** @type {any} */ ({ train: Array.from({ length: 10 }, (_, k) => k < 7) });
  /** @param {number | null} batch_size */
  const of = (batch_size) =>
    iterationsOfEpoch(data, { ...catalog.defaults, training: { ...catalog.defaults.training, batch_size } });
  assert.deepEqual([null, 7, 3, 1].map(of), [1, 1, 3, 7]);
});
