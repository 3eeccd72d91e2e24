import { strict as assert } from "node:assert";
import { test } from "node:test";
import { withValue } from "../../static/js/configuration.js";
import { differing, distinctRows, oddOneOut, valueIn } from "../../static/js/differences.js";
import { networkTitle } from "../../static/js/views/network-words.js";
import { catalog } from "./catalog.js";

/** @import { Configuration } from "../../static/js/wire.js" */

const one = catalog.defaults;
/** @param {...[string, unknown]} changes @returns {Configuration} */
const other = (...changes) => changes.reduce((made, [path, value]) => withValue(made, path, value), one);
/** @param {...Configuration} configurations */
const paths = (...configurations) => differing(configurations, catalog).map(({ path }) => path);

test("only what differs is told, and nothing of the data", () => {
  assert.deepEqual(paths(one, one), []);
  const second = other(["network.activation", "relu"], ["network.hidden_width", 6]);
  assert.deepEqual(paths(one, second).sort(), ["network.activation", "network.hidden_width"]);
  assert.deepEqual(paths(one, other(["data.noise", 0.5])), []);
});

test("a value counts where its network has any use for it", () => {
  const zeros = other(["network.init.scheme", "zeros"], ["network.init.scale", 0]);
  assert.deepEqual(paths(one, zeros), ["network.init.scheme"]);
  const scale = catalog.fields.find(({ path }) => path === "network.init.scale");
  assert.equal(scale && valueIn(scale, catalog, zeros), undefined);
});

test("one that is alone among others stands out, one of two does not", () => {
  assert.equal(oddOneOut(["normal", "zeros", "normal"]), 1);
  assert.equal(oddOneOut(["normal", "zeros"]), null);
  assert.equal(oddOneOut(["a", "b", "a", "b"]), null);
  assert.equal(oddOneOut(["a", "b", "c"]), null);
});

test("rows of W1 that are equal but for rounding count once", () => {
  const W1 = { shape: [4, 2], values: [1, 2, 1 + 1e-9, 2, 1, 2.1, 0, 0] };
  assert.equal(distinctRows(W1), 3);
  assert.equal(distinctRows({ shape: [2, 1], values: [Number.NaN, Number.NaN] }), 2);
});

test("a network is called by what makes it different", () => {
  const wide = other(["network.hidden_width", 1], ["training.learning_rate", 0.1]);
  const fields = differing([one, wide], catalog);
  assert.deepEqual(
    [one, wide].map((configuration) => networkTitle(configuration, fields, catalog)),
    ["4 units, training.learning_rate 1.2", "1 unit, training.learning_rate 0.1"],
  );
  assert.equal(networkTitle(one, [], catalog), "tanh");
});
