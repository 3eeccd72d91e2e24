import { strict as assert } from "node:assert";
import { test } from "node:test";
import { parametersOfText, parametersToText } from "../../static/js/address-values.js";

const parameters = {
  W1: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  b1: [[7], [8], [9]],
  W2: [
    [1, 0.5, 0],
    [2, 4, 8],
  ],
  b2: [[0], [-1]],
};

test("numbers that four bytes hold take four", () => {
  const text = parametersToText(parameters);
  assert.equal(text[0], "f");
  assert.ok(text.length <= 1 + Math.ceil((17 * 4 * 4) / 3));
  assert.deepEqual(parametersOfText(text, 3, 2), parameters);
});

test("others take eight, and every bit stays", () => {
  const exact = { ...parameters, b2: [[0.1], [-0]] };
  const text = parametersToText(exact);
  assert.equal(text[0], "d");
  const back = parametersOfText(text, 3, 2);
  assert.deepEqual(back, exact);
  assert.ok(Object.is(back?.b2[1][0], -0));
});

test("an address takes every character as it is", () => {
  const noisy = { ...parameters, W1: parameters.W1.map((row) => row.map((w) => Math.sin(w * 1e5))) };
  assert.ok(/^[\w-]+$/.test(parametersToText(noisy)));
});

test("some of them stand by name, and every bit stays", () => {
  const some = {
    W1: [
      [0.1, -0],
      [1e200, -1e-7],
    ],
    b2: [[-5]],
  };
  const text = parametersToText(some);
  assert.equal(text, "W1:0.1_-0~1e200_-1e-7;b2:-5");
  const back = parametersOfText(text, 2, 2);
  assert.deepEqual(back, some);
  assert.ok(Object.is(back?.W1[0][1], -0));
  for (const wrong of ["W3:1", "W1:", "W1", "W1:1_2~3", "W1:x", ":1", "W1:1;"])
    assert.equal(parametersOfText(`${wrong};b1:0:`, 2, 2), null, wrong);
});

test("what is not finite is no weight", () => {
  assert.equal(parametersOfText(parametersToText({ ...parameters, b2: [[Number.NaN], [0]] }), 3, 2), null);
});
