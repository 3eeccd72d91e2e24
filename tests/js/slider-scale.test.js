import { strict as assert } from "node:assert";
import { test } from "node:test";
import { sliderScale } from "../../static/js/slider-scale.js";

const scale = sliderScale([0, 0.01, 1, 10, 100]);
const rate = sliderScale([0.001, 0.03, 1, 30]);

test("stops lie at equal distances", () => {
  assert.deepEqual([0, 0.25, 0.5, 0.75, 1].map(scale.valueAt), [0, 0.01, 1, 10, 100]);
  assert.deepEqual([0, 1 / 3, 2 / 3, 1].map(rate.valueAt), [0.001, 0.03, 1, 30]);
});

test("between positive stops the slider is logarithmic", () => {
  assert.equal(scale.valueAt(0.375), 0.1);
  assert.equal(scale.valueAt(0.125), 0.005);
});

test("a value sits where it would be picked", () => {
  for (const value of [0, 0.004, 0.01, 0.5, 3, 58, 100])
    assert.equal(scale.valueAt(scale.positionOf(value)), value);
  for (const value of [0.001, 0.0055, 0.6, 1.2, 30])
    assert.equal(rate.valueAt(rate.positionOf(value)), value);
});

test("values beyond the ends sit at the ends", () => {
  assert.equal(rate.positionOf(1e-6), 0);
  assert.equal(rate.positionOf(1000), 1);
  assert.equal(rate.valueAt(7), 30);
  assert.equal(rate.valueAt(-1), 0.001);
});

test("to the right is never less", () => {
  let last = -1;
  for (let position = 0; position <= 1; position += 1 / 240) {
    const value = scale.valueAt(position);
    assert.ok(value >= last);
    last = value;
  }
});
