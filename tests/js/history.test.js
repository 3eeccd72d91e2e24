import { strict as assert } from "node:assert";
import { test } from "node:test";
import { append, decimate, emptyHistory, HISTORY_LIMIT } from "../../static/js/history.js";

/** @param {number} from @param {number} to @param {(k: number) => number} [cost] */
const rows = (from, to, cost = (k) => 1 / (k + 1)) =>
  Float64Array.from(
    Array.from({ length: to - from }, (_, k) => [from + k, cost(from + k), Number.NaN]).flat(),
  );

/** @param {import("../../static/js/types.js").History} history */
const iterations = ({ iteration, length }) => [...iteration.subarray(0, length)];

test("rows are appended in order", () => {
  const history = append(append(emptyHistory(), rows(0, 3)), rows(3, 5));
  assert.deepEqual(iterations(history), [0, 1, 2, 3, 4]);
  assert.equal(history.train[4], 0.2);
});

test("a reset sends rows from 0 again, and what was there goes", () => {
  const history = append(append(emptyHistory(), rows(0, 100)), rows(0, 2));
  assert.deepEqual(iterations(history), [0, 1]);
});

test("rows that go back in the middle replace everything from there", () => {
  const history = append(
    append(emptyHistory(), rows(0, 10)),
    rows(4, 6, () => 9),
  );
  assert.deepEqual(iterations(history), [0, 1, 2, 3, 4, 5]);
  assert.equal(history.train[4], 9);
});

test("no rows change nothing", () => {
  const history = append(emptyHistory(), rows(0, 3));
  assert.equal(append(history, new Float64Array(0)), history);
});

test("the history stays bounded and keeps its ends and its spike", () => {
  let history = emptyHistory();
  const cost = (/** @type {number} */ k) => (k === 12_345 ? 50 : 1 / (k + 1));
  for (let from = 0; from < 100_000; from += 1000) history = append(history, rows(from, from + 1000, cost));
  assert.ok(history.length <= HISTORY_LIMIT);
  const kept = iterations(history);
  assert.equal(kept[0], 0);
  assert.equal(kept[kept.length - 1], 99_999);
  assert.ok(kept.includes(12_345));
  assert.ok(kept.every((value, k) => k === 0 || value > kept[k - 1]));
});

test("decimation keeps the first, the last, the least and the greatest, in order", () => {
  const train = Float64Array.from({ length: 5000 }, (_, k) => Math.sin(k / 50));
  train[1234] = 7;
  train[4321] = -7;
  const iteration = Float64Array.from({ length: 5000 }, (_, k) => k);
  const chosen = decimate({ iteration, train }, 0, 5000, 600);
  assert.ok(chosen.length <= 600);
  assert.equal(chosen[0], 0);
  assert.equal(chosen[chosen.length - 1], 4999);
  assert.ok(chosen.includes(1234) && chosen.includes(4321));
  assert.ok(chosen.every((value, k) => k === 0 || value > chosen[k - 1]));
});

test("few points are all kept", () => {
  assert.deepEqual(
    decimate({ iteration: new Float64Array(4), train: new Float64Array(4) }, 0, 4, 600),
    [0, 1, 2, 3],
  );
  assert.deepEqual(decimate({ iteration: new Float64Array(0), train: new Float64Array(0) }, 0, 0, 600), []);
});

test("a long history is as dense in its past as lately", () => {
  let history = emptyHistory();
  for (let start = 0; start < 300_000; start += 500) {
    const rows = new Float64Array(3 * 500);
    for (let row = 0; row < 500; row++) rows.set([start + row, ((start + row) * 7919) % 101, 0], 3 * row);
    history = append(history, rows);
  }
  const chosen = decimate(history, 0, history.length, 600).map((index) => history.iteration[index]);
  const gaps = chosen.slice(1).map((value, k) => value - chosen[k]);
  assert.ok(Math.max(...gaps) < 3000, `largest gap ${Math.max(...gaps)}`);
});
