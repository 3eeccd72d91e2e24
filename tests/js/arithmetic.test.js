import { strict as assert } from "node:assert";
import { test } from "node:test";
import { activationFormula, arithmeticOf } from "../../static/js/arithmetic.js";
import { withValue } from "../../static/js/configuration.js";
import { createVerdicts } from "../../static/js/verdict.js";
import { catalog } from "./catalog.js";

/** @param {number[]} shape @param {number[]} values */
const tensor = (shape, values) => ({ shape, values: Float64Array.from(values) });
const parameters = {
  W1: tensor([2, 2], [1, -2, 0.5, 3]),
  b1: tensor([2, 1], [0.1, -0.2]),
  W2: tensor([1, 2], [2, -1]),
  b2: tensor([1, 1], [0.3]),
};
const data = {
  X: [
    [1, -1, 0],
    [2, 0, 1],
  ],
  Y: [[0, 1, 1]],
  label: [0, 1, 1],
  class_names: ["0", "1"],
  train: [true, true, false],
  bounds: /** @type {[number, number, number, number]} */ ([-1, 1, -1, 1]),
};
const known = { accepted: catalog.defaults, catalog, data };

test("a point goes through the network as the formulas say", () => {
  const network = arithmeticOf(known, parameters);
  assert.ok(network);
  const A1 = network.hidden([1, 2]);
  const expected = [Math.tanh(1 - 4 + 0.1), Math.tanh(0.5 + 6 - 0.2)];
  assert.deepEqual([...A1], expected);
  const z = 2 * expected[0] - expected[1] + 0.3;
  assert.ok(Math.abs(network.output(A1)[0] - 1 / (1 + Math.exp(-z))) < 1e-15);
  assert.equal(network.label(network.output(A1)), 0);
});

test("several outputs share one probability; the first of the largest wins", () => {
  const several = { ...parameters, W2: tensor([3, 2], [1, 0, 0, 1, 1, 1]), b2: tensor([3, 1], [0, 0, 1000]) };
  const network = arithmeticOf(known, several);
  assert.ok(network);
  const A2 = network.output(network.hidden([0.2, 0.1]));
  assert.ok(Math.abs(A2.reduce((sum, p) => sum + p, 0) - 1) < 1e-12);
  assert.equal(network.label(A2), 2);
  assert.equal(network.label(Float64Array.from([0.4, 0.4, 0.2])), 0);
});

test("standardized data reach the network standardized", () => {
  const accepted = withValue(catalog.defaults, "data.standardize", true);
  const network = arithmeticOf({ ...known, accepted }, parameters);
  assert.ok(network);
  // Over the training examples x1 is 1 and -1, x2 is 2 and 0: both have mean and deviation 0, 1 and 1, 1.
  assert.deepEqual([...network.hidden([1, 2])], [Math.tanh(1 - 2 + 0.1), Math.tanh(0.5 + 3 - 0.2)]);
});

test("an activation that is not known is read off its curve, and goes on straight beyond it", () => {
  const g = activationFormula(
    {
      name: "kink",
      curve: [
        [-1, 0],
        [0, 0],
        [2, 4],
      ],
    },
    0,
  );
  assert.deepEqual([-2, -0.5, 1, 2, 3].map(g), [0, 0, 2, 4, 6]);
});

test("nothing is computed before everything is known", () => {
  assert.equal(arithmeticOf({ ...known, catalog: null }, parameters), null);
  assert.equal(arithmeticOf(known, null), null);
});

test("a verdict counts true classes by row and predicted ones by column, of training and test apart", () => {
  const frame = /** @type {any} */ ({ parameters });
  const state = { ...known, frame, playing: false };
  const verdicts = createVerdicts(() => 0);
  const verdict = verdicts(state);
  assert.ok(verdict);
  // z is about -2.7, -0.5 and -2.6: class 0 is predicted throughout.
  assert.deepEqual(verdict.wrong, [1, 2]);
  assert.deepEqual(verdict.train, [
    [1, 0],
    [1, 0],
  ]);
  assert.deepEqual(verdict.test, [
    [0, 0],
    [1, 0],
  ]);
  assert.equal(verdicts(state), verdict);
});

test("without test examples there is no verdict on them, and for real targets none at all", () => {
  const frame = /** @type {any} */ ({ parameters });
  const all = { ...data, train: [true, true, true] };
  assert.equal(createVerdicts()({ ...known, data: all, frame, playing: false })?.test, null);
  assert.equal(createVerdicts()({ ...known, data: { ...data, label: null }, frame, playing: false }), null);
});

test("while a large run plays, verdicts rest, and the last frame is judged when it stops", () => {
  let now = 0;
  const verdicts = createVerdicts(() => {
    now += 5;
    return now;
  });
  const frames = [1, 2].map(() => /** @type {any} */ ({ parameters: { ...parameters } }));
  const first = verdicts({ ...known, frame: frames[0], playing: true });
  assert.equal(verdicts({ ...known, frame: frames[1], playing: true }), first);
  const last = verdicts({ ...known, frame: frames[1], playing: false });
  assert.ok(last && last !== first);
});
