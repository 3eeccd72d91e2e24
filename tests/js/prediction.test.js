import { strict as assert } from "node:assert";
import { test } from "node:test";
import { classLines } from "../../static/js/class-contour.js";
import { standardization, unitLine } from "../../static/js/inputs.js";
import { lead, predictionAt, predictionKind, targetShare } from "../../static/js/prediction.js";

/** @import { Surface } from "../../static/js/types.js" */

const SIZE = 20;

/**
 * A surface of softmax over scores of cell centres.
 * @param {(x: number, y: number) => number[]} scores
 * @returns {Surface}
 */
function softmaxSurface(scores) {
  const values = new Uint8Array(SIZE * SIZE);
  const classes = new Uint8Array(SIZE * SIZE);
  for (let k = 0; k < values.length; k++) {
    const all = scores((k % SIZE) + 0.5, Math.floor(k / SIZE) + 0.5).map(Math.exp);
    const best = Math.max(...all);
    classes[k] = all.indexOf(best);
    values[k] = Math.round((255 * best) / all.reduce((sum, value) => sum + value, 0));
  }
  return {
    shape: [SIZE, SIZE],
    values,
    classes,
    low: 0,
    high: 1,
    bounds: [0, 1, 0, 1],
    level: null,
    margin: null,
  };
}

/** @param {number[]} line @returns {[number, number][]} */
const points = (line) => Array.from({ length: line.length / 2 }, (_, k) => [line[2 * k], line[2 * k + 1]]);

test("a surface is a curve, classes, a probability or real", () => {
  const classes = new Uint8Array(1);
  assert.equal(predictionKind({ shape: [1, 9], classes: null, level: null }), "curve");
  assert.equal(predictionKind({ shape: [9, 9], classes, level: 0.5 }), "classes");
  assert.equal(predictionKind({ shape: [9, 9], classes: null, level: 0.5 }), "probability");
  assert.equal(predictionKind({ shape: [9, 9], classes: null, level: null }), "real");
});

test("the line between two classes runs between cells, straight", () => {
  const surface = softmaxSurface((x, y) => [0.6 * (x + 0.25 * y), 0.6 * 11.3]);
  const lines = classLines(surface, 2);
  assert.equal(lines.length, 1);
  for (const [x, y] of points(lines[0]).filter(([x, y]) => Math.min(x, y) > 2 && Math.max(x, y) < 18))
    assert.ok(Math.abs(x + 0.25 * y - 11.3) < 0.15, `${x}, ${y}`);
});

test("three classes meet in a point, and every line is near where two are equal", () => {
  const surface = softmaxSurface((x, y) => [0.4 * (10 - x), 0.4 * (x - 10), 0.8 * (y - 10)]);
  const lines = classLines(surface, 3).flatMap(points);
  assert.ok(lines.some(([x, y]) => Math.hypot(x - 10, y - 10) < 0.8));
  for (const [x, y] of lines.filter(([x, y]) => y < 8 && Math.min(x, y) > 2))
    assert.ok(Math.abs(x - 10) < 0.3, `${x}, ${y}`);
});

test("one class everywhere has no line", () => {
  assert.deepEqual(
    classLines(
      softmaxSurface(() => [2, 1, 0]),
      3,
    ),
    [],
  );
});

test("a draw has no lead, certainty has all", () => {
  assert.equal(lead(1 / 4, 4), 0);
  assert.equal(lead(1, 4), 1);
});

test("targets span 0 to 1, and equal ones lie in the middle", () => {
  assert.deepEqual([-2, 0, 2].map(targetShare([-2, 1, 2])), [0, 0.5, 1]);
  assert.equal(targetShare([3, 3])(3), 0.5);
});

test("the prediction under the pointer is its cell's, over the surface's range", () => {
  const surface = softmaxSurface((x) => [x, 10]);
  assert.equal(predictionAt(surface, 0.99, 0).name, 0);
  const curve = { ...surface, shape: [1, 2], values: Uint8Array.of(0, 255), classes: null, low: -3, high: 5 };
  assert.deepEqual(predictionAt(curve, 0.9, 0.9), { value: 5, name: null });
});

test("a unit's line lies where the standardized features say", () => {
  const standardized = standardization({
    X: [
      [0, 4, 100],
      [7, 7, 7],
    ],
    train: [true, true, false],
  });
  assert.deepEqual(standardized, [
    { centre: 2, scale: 2 },
    { centre: 7, scale: 1 },
  ]);
  assert.deepEqual(unitLine([6, 1], 5, standardized), [3, 1, 5 - 6 - 7]);
  assert.deepEqual(unitLine([6], 5, null), [6, 0, 5]);
});
