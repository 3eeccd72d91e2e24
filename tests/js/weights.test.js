import { strict as assert } from "node:assert";
import { test } from "node:test";
import {
  BINS,
  hasGap,
  histogram,
  merged,
  momentsIn,
  norm,
  spread,
  withMoment,
} from "../../static/js/inside/weights.js";

/** @param {number} iteration */
const moment = (iteration) => ({ iteration, parameters: [1], gradients: [1], W1: [iteration], b1: [0] });
/** @param {{ iteration: number }[]} moments */
const iterations = (moments) => moments.map(({ iteration }) => iteration);

test("counts are between round ends, around 0", () => {
  const { reach, counts } = histogram([-3, 0, 0.01, 4.9, Number.NaN]);
  assert.equal(reach, 5);
  assert.equal(counts.length, BINS);
  assert.equal(counts[(BINS - 1) / 2], 2);
  assert.equal(counts[BINS - 1], 1);
  assert.equal(counts[Math.round(0.2 * (BINS - 1))], 1);
  assert.deepEqual([histogram([0, 0]).reach, histogram([0, 0]).counts[(BINS - 1) / 2]], [0, 2]);
  assert.equal(histogram([0.2]).reach, 0.2);
  assert.equal(histogram([Number.POSITIVE_INFINITY, 1]).counts[BINS - 1], 2);
});

test("a norm is the root of the sum of squares", () => assert.equal(norm([3, -4]), 5));

test("moments follow each other; what lies ahead of a run that went back goes", () => {
  let known = withMoment([], moment(0));
  known = withMoment(known, moment(5));
  const same = withMoment(known, known[1]);
  assert.equal(same, known);
  assert.deepEqual(iterations(withMoment(known, moment(9))), [0, 5, 9]);
  assert.deepEqual(iterations(withMoment(known, moment(5))), [0, 5]);
  assert.deepEqual(iterations(withMoment(known, moment(3))), [0, 3]);
  for (let k = 6; k < 2000; k++) known = withMoment(known, moment(k));
  assert.ok(known.length <= 601);
  assert.equal(known.at(-1)?.iteration, 1999);
  assert.equal(known[0].iteration, 0);
});

test("a gap is a long way that nobody saw", () => {
  assert.ok(hasGap([]));
  assert.ok(hasGap([moment(100)]));
  assert.ok(!hasGap([moment(0)]));
  assert.ok(hasGap([moment(0), moment(100)]));
  assert.ok(!hasGap([0, 10, 20, 30].map(moment)));
});

test("what the server remembers and what was seen are one row", () => {
  const seen = [moment(8), moment(10)];
  assert.deepEqual(iterations(merged([0, 4, 8].map(moment), seen)), [0, 4, 8, 10]);
  assert.equal(merged([moment(8)], seen)[0], seen[0]);
});

test("a few of many are spread evenly, with the last one", () => {
  const many = Array.from({ length: 100 }, (_, k) => moment(k));
  const few = spread(many, 10);
  assert.ok(few.length <= 11 && few.length >= 9);
  assert.deepEqual([few[0].iteration, few.at(-1)?.iteration], [0, 99]);
  assert.deepEqual(spread(many.slice(0, 3), 10).length, 3);
});

test("the server's path is read, also where a number is not finite", () => {
  const tensors = {
    iterations: { values: [0, 7] },
    parameter_norms: {
      values: [
        [1, 2, 3, 4],
        [5, null, 7, 8],
      ],
    },
    gradient_norms: {
      values: [
        [1, 1, 1, 1],
        [2, 2, 2, 2],
      ],
    },
    W1: { values: [[[1, 2]], [[3, null]]] },
    b1: { values: [[0.5], [0.6]] },
  };
  const found = momentsIn(/** @type {any} */ ({ tensors }));
  assert.deepEqual(iterations(found), [0, 7]);
  assert.deepEqual(found[1].parameters, [5, Number.NaN, 7, 8]);
  assert.deepEqual(found[1].W1, [3, Number.NaN]);
});
