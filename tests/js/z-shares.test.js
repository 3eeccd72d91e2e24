import { strict as assert } from "node:assert";
import { test } from "node:test";

import {
  barsPath,
  curvePath,
  highestWithin,
  isBeyond,
  REACH,
  scales,
  valueRange,
} from "../../static/js/inside/curve-scale.js";
import { formatMean, sentence } from "../../static/js/inside/microscope-text.js";
import {
  countsOf,
  inputsOf,
  spreadOf,
  threeOf,
  told,
  trainingInputs,
  under,
} from "../../static/js/inside/z-shares.js";
import { slopeFormula } from "../../static/js/slopes.js";

const histograms = {
  shape: [2, 3],
  values: Uint32Array.from([1, 2, 1, 4, 0, 0]),
  edges: [-8, -3, 3, 8],
  saturated: [0.5, 1],
  inactive: [0, 0.25],
  dead: [false, true],
  threshold: 3,
  mean_activation: [0.5, -0.25],
  saturated_share: 0.75,
  dead_share: 0.5,
};

test("a unit's shares are its own, those of all are means and counts", () => {
  assert.deepEqual(told(histograms, 1), { saturated: 1, inactive: 0.25, mean: -0.25, dead: 1, units: 1 });
  assert.deepEqual(told(histograms, null), {
    saturated: 0.75,
    inactive: 0.125,
    mean: 0.125,
    dead: 1,
    units: 2,
  });
  assert.equal(told({ ...histograms, saturated: null, saturated_share: null }, 0).saturated, null);
});

test("histograms of all units add up", () => {
  assert.deepEqual([...countsOf(histograms, null)], [5, 2, 1]);
  assert.deepEqual([...countsOf(histograms, 1)], [4, 0, 0]);
});

test("z of the training examples alone are looked at, standardized where the network has them so", () => {
  const data = { X: [[1, 3, 100], [0, 0, 5]], train: [true, true, false] }; // biome-ignore format: rows
  assert.deepEqual(trainingInputs(data, false), [Float64Array.of(1, 3), Float64Array.of(0, 0)]);
  assert.deepEqual(inputsOf(data, true)[0], Float64Array.of(-1, 1, 98));
});

const parameters = {
  W1: { shape: [2, 1], values: [1, -1] },
  b1: { shape: [2, 1], values: [0, -10] },
  W2: { shape: [1, 2], values: [1, 1] },
  b2: { shape: [1, 1], values: [0] },
};
const inputs = [Float64Array.of(-4, 1, 2, 3)];

test("the same z under another activation: saturated, dead, and their mean", () => {
  const tanh = { g: Math.tanh, slope: slopeFormula({ name: "tanh", curve: [] }, 0), threshold: 2.9932 };
  const one = under(parameters, inputs, tanh, 0);
  assert.equal(one.saturated, 0.5);
  const relu = {
    g: (/** @type {number} */ z) => Math.max(0, z),
    slope: slopeFormula({ name: "relu", curve: [] }, 0),
    threshold: null,
  };
  assert.deepEqual(under(parameters, inputs, relu, null), {
    saturated: null,
    inactive: 5 / 8,
    mean: 6 / 8,
    dead: 1,
    units: 2,
  });
});

test("many units: least, median and greatest, and how many in each tenth", () => {
  assert.deepEqual(threeOf([0.9, 0.1, 0.5]), [0.1, 0.5, 0.9]);
  assert.deepEqual(spreadOf([0, 0.49, 0.5, 1], 2), [2, 2]);
});

test("a mean is told in four decimals, a sentence in words", () => {
  assert.equal(formatMean(0.00041326), "0.0004");
  assert.equal(formatMean(-0.00001), "0.0000");
  assert.equal(formatMean(-0.25), "\u22120.2500");
  assert.equal(formatMean(123.456), "123.46");
  assert.equal(formatMean(Number.NaN), "\u2013");
  assert.equal(
    sentence("Unit 2", told(histograms, 1)),
    "Unit 2: 100.0\u202f% saturated, mean activation \u22120.2500.",
  );
  const flat = told({ ...histograms, saturated: null, saturated_share: null }, 1);
  assert.equal(sentence("Unit 2", flat), "Unit 2: dead, g\u2032 = 0 on every example.");
});

const area = { left: 0, right: 160, top: 0, bottom: 100 };

test("an unbounded activation is cut where its slope could not be seen", () => {
  const relu = {
    g: (/** @type {number} */ z) => Math.max(0, z),
    slope: (/** @type {number} */ z) => Number(z > 0),
  };
  assert.deepEqual(valueRange([relu]), [0, 2]);
  const tanh = { g: Math.tanh, slope: (/** @type {number} */ z) => 1 - Math.tanh(z) ** 2 };
  const [low, high] = valueRange([tanh]);
  assert.ok(Math.abs(low + 1) < 1e-6 && high === 1);
  const scale = scales(area, [0, 2]);
  const path = curvePath(relu.g, scale, [0, 2]);
  assert.ok(path.startsWith("M0.0 100.0L"));
  assert.ok(path.endsWith("L100.0 0.0"), path); // leaves at z = 2
});

test("a curve that comes back into the range is drawn in parts", () => {
  const path = curvePath((z) => z, scales(area, [-1, 1]), [-1, 1]);
  assert.ok(path.startsWith("M70.0 100.0L"));
  assert.equal(path.match(/M/g)?.length, 1);
});

test("bars stand in their bins; one that towers is cut, one example is still seen", () => {
  const path = barsPath([400, 1, 0, 2], 2, area, () => true, 0);
  assert.deepEqual(path.match(/M[^z]*z/g), [
    "M0.0 100.0v-100.0h40.00v100.0z",
    "M40.0 100.0v-50.0h40.00v50.0z",
    "M120.0 100.0v-100.0h40.00v100.0z",
  ]);
  assert.equal(highestWithin([400, 1, 3, 2]), 3);
  assert.equal(highestWithin([400, 0, 0, 2]), 400);
});

test("a bin lies beyond the threshold where its middle does", () => {
  const beyond = Array.from({ length: 4 }, (_, k) => isBeyond(k, 4, 0.5 * REACH));
  assert.deepEqual(beyond, [true, false, false, true]);
  assert.equal(isBeyond(0, 4, null), false);
});
