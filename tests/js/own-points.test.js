import { strict as assert } from "node:assert";
import { test } from "node:test";
import {
  asKind,
  bodyOf,
  copyOf,
  fromConfiguration,
  fromTable,
  isOwnData,
  NOTHING,
  needsScaling,
  numbered,
  rounded,
  sameData,
  trainable,
  viewOf,
  widened,
  withoutCircle,
  withPoints,
} from "../../static/js/own-points.js";

/** @import { OwnData, OwnPoint } from "../../static/js/types.js" */

/** @param {OwnPoint[]} points @param {Partial<OwnData>} [more] @returns {OwnData} */
const data = (points, more) => ({ ...NOTHING, points, ...more });

test("two classes, or two targets, are enough to learn from", () => {
  assert.equal(trainable(NOTHING), false);
  assert.equal(
    trainable(
      data([
        [0, 0, 1],
        [1, 1, 1],
      ]),
    ),
    false,
  );
  assert.equal(
    trainable(
      data([
        [0, 0, 1],
        [1, 1, 3],
      ]),
    ),
    true,
  );
  assert.equal(trainable(data([[0, 0, 1]], { kind: "targets" })), false);
  assert.equal(
    trainable(
      data(
        [
          [0, 0, 1],
          [1, 1, 1],
        ],
        { kind: "targets" },
      ),
    ),
    true,
  );
});

test("points are added at the end and erased in a circle", () => {
  const more = withPoints(data([[0, 0, 0]]), [[1, 1, 1]]);
  assert.deepEqual(more.points, [
    [0, 0, 0],
    [1, 1, 1],
  ]);
  assert.deepEqual(withoutCircle(more, [0.9, 1], 0.2).points, [[0, 0, 0]]);
  assert.equal(withoutCircle(more, [5, 5], 1), more);
});

test("classes with gaps are numbered anew and keep their names", () => {
  const gap = [/** @type {OwnPoint} */ ([0, 0, 2]), /** @type {OwnPoint} */ ([1, 1, 0])];
  assert.deepEqual(numbered(data(gap)).points, [
    [0, 0, 1],
    [1, 1, 0],
  ]);
  assert.deepEqual(numbered(data(gap, { names: ["cat", "cow", "dog"] })).names, ["cat", "dog"]);
  const half = data([[0, 0, 2]]);
  assert.equal(numbered(half), half);
  const whole = data([
    [0, 0, 0],
    [1, 1, 1],
  ]);
  assert.equal(numbered(whole), whole);
});

test("labels become numbers and back, where they are few", () => {
  const named = data(
    [
      [0, 0, 0],
      [1, 1, 1],
    ],
    { names: ["3", "7"] },
  );
  const targets = asKind(named, "targets");
  assert.deepEqual(targets?.points, [
    [0, 0, 3],
    [1, 1, 7],
  ]);
  assert.deepEqual(targets && asKind(targets, "classes"), named);
  const many = data(
    [0, 1, 2, 3, 4, 5].map((k) => [k, k, k / 2]),
    { kind: "targets" },
  );
  assert.equal(asKind(many, "classes"), null);
});

test("the view is square, holds the points, and can be made wider", () => {
  assert.deepEqual(viewOf(NOTHING), [-3, 3, -3, 3]);
  assert.deepEqual(
    viewOf(
      data([
        [0, 0, 0],
        [10, 2, 1],
      ]),
    ),
    [5 - 5.4, 5 + 5.4, 1 - 5.4, 1 + 5.4],
  );
  assert.deepEqual(viewOf(data([[2, 2, 0]])), [1, 3, 1, 3]);
  assert.deepEqual(widened(NOTHING, [-2, 2, -2, 2]).view, [-3, 3, -3, 3]);
  assert.equal(widened(NOTHING, [-1e6, 1e6, -1e6, 1e6]), NOTHING);
});

test("a place is a number that a person would write", () => {
  assert.equal(rounded(0.123456, [-3, 3, -3, 3]), 0.123);
  assert.equal(rounded(123.456, [0, 900, 0, 900]), 123.5);
  assert.equal(rounded(0.000123456, [0, 0.001, 0, 0.001]), 0.000123);
});

test("what is drawn looks like a run's data, and comes back from them", () => {
  const drawn = data(
    [
      [0, 1, 0],
      [2, 3, 2],
    ],
    { view: [-3, 3, -3, 3] },
  );
  const body = bodyOf(drawn);
  assert.deepEqual(
    [body.X, body.label, body.class_names],
    [
      [
        [0, 2],
        [1, 3],
      ],
      [0, 2],
      ["0", "1", "2"],
    ],
  );
  assert.deepEqual(copyOf(body), drawn);
  assert.equal(copyOf({ ...body, X: [[0, 2]] }), null);
  const real = bodyOf(data([[0, 1, 0.5]], { kind: "targets" }));
  assert.deepEqual([real.Y, real.label, real.class_names], [[[0.5]], null, []]);
});

test("a configuration's own data are the same data", () => {
  const own = data(
    [
      [0, 1, 0],
      [2, 3, 1],
    ],
    { names: ["a", "b"] },
  );
  const section = { samples: 1, noise: 0, test_share: 0, seed: 0, classes: 2, standardize: false };
  const given = { ...section, source: "custom", points: own.points, labels: own.names, view: null };
  const found = fromConfiguration(given);
  assert.ok(found && sameData(found, own) && !sameData(found, NOTHING));
  assert.equal(fromConfiguration({ ...given, source: "moons" }), null);
});

test("a table's names that only number its classes are none", () => {
  const table = { points: [/** @type {OwnPoint} */ ([1, 2, 0])], header: null, notes: [] };
  assert.deepEqual(fromTable({ ...table, labels: ["0", "1"] }).names, []);
  assert.deepEqual(fromTable({ ...table, labels: ["1", "2"] }).names, ["1", "2"]);
  assert.equal(fromTable({ ...table, labels: null }).kind, "targets");
});

test("features far from 1 ask for scaling", () => {
  assert.equal(needsScaling(data([[3, -4, 0]])), false);
  assert.equal(needsScaling(data([[180, 70, 0]])), true);
  assert.equal(needsScaling(data([[0.01, -0.02, 0]])), true);
});

test("what is remembered is taken only if it is whole", () => {
  assert.equal(isOwnData(JSON.parse(JSON.stringify(data([[0, 1, 2]], { view: [0, 1, 0, 1] })))), true);
  for (const wrong of [
    null,
    {},
    { ...NOTHING, kind: "other" },
    { ...NOTHING, points: [[1, 2]] },
    { ...NOTHING, names: [1] },
  ])
    assert.equal(isOwnData(wrong), false);
});
