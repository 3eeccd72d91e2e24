import { strict as assert } from "node:assert";
import { test } from "node:test";
import { curveOf } from "../../static/js/curves.js";
import { append, emptyHistory } from "../../static/js/history.js";
import { smoothed } from "../../static/js/smoothing.js";

const history = append(emptyHistory(), Float64Array.from([0, 0.5, 2, 1, 0.25, 1]));
const accuracies = append(emptyHistory(), Float64Array.from([0, 0.6, 0.7]));
const real = /** @type {any} */ ({ Y: [[-1, 1, 0, 4]], label: null, train: [true, true, false, false] });
const classes = /** @type {any} */ ({ ...real, label: [0, 1, 0, 1] });

test("the curve is the cost, or the score that suits the targets", () => {
  const state = { history, accuracies, data: classes };
  assert.deepEqual(curveOf({ ...state, curve: "cost" }), { kind: "cost", history });
  assert.deepEqual(curveOf({ ...state, curve: "score" }), { kind: "accuracy", history: accuracies });
});

test("R squared is 1 - 2 cost / variance, of the training and the test targets", () => {
  const { kind, history: scores } = curveOf({ history, accuracies, data: real, curve: "score" });
  assert.equal(kind, "r2");
  assert.equal(scores.length, 2);
  assert.deepEqual([...scores.train], [0, 0.5]); // their variance is 1
  assert.deepEqual([...scores.test], [0, 0.5]); // theirs is 4
});

test("a smoothed curve holds means over a window of iterations, without what is not finite", () => {
  const iteration = [0, 1, 2, 3, 10];
  const values = [1, 3, Number.NaN, 5, 7];
  const found = smoothed({ iteration, length: 5 }, values, [0, 1, 3, 4], 1);
  assert.deepEqual(found, [2, 2, 5, 7]);
});
