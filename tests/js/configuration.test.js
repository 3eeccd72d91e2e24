import { strict as assert } from "node:assert";
import { test } from "node:test";
import { choose, explained, nested, resolve } from "../../static/js/configuration.js";
import { catalog } from "./catalog.js";

/** @param {[string, unknown][]} chosen one after the other */
const choices = (...chosen) =>
  chosen.reduce(
    (made, [path, value]) => choose(made, catalog, path, value),
    /** @type {Record<string, unknown>} */ ({}),
  );
/** @param {[string, unknown][]} chosen */
const configuration = (...chosen) => resolve(choices(...chosen), catalog);

test("nothing chosen is the catalog's own configuration, and nothing is sent", () => {
  assert.deepEqual(configuration(), catalog.defaults);
  assert.deepEqual(nested({}), {});
});

test("a data source sets other groups too, and the next one takes it back", () => {
  const saddle = configuration(["data.source", "saddle"]);
  assert.equal(saddle.network.output, "linear");
  assert.equal(saddle.network.hidden_width, 8);
  assert.equal(saddle.network.init.scale, 1);
  assert.equal(saddle.training.learning_rate, 0.1);
  const back = choices(["data.source", "saddle"], ["data.source", "planar_flower"]);
  assert.deepEqual(resolve(back, catalog), catalog.defaults);
});

test("what was chosen by hand outlives another source", () => {
  const kept = configuration(
    ["data.source", "saddle"],
    ["training.learning_rate", 0.7],
    ["data.source", "circles"],
  );
  assert.equal(kept.training.learning_rate, 0.7);
  assert.equal(kept.network.hidden_width, 4);
});

test("a source brings its own noise, and an output goes with its data", () => {
  const blobs = configuration(["data.noise", 0.9], ["network.output", "linear"], ["data.source", "blobs"]);
  assert.equal(blobs.data.noise, 0.25);
  assert.equal(blobs.network.output, "softmax");
});

test("a scheme brings its own scale, also where a source sets the scheme", () => {
  assert.equal(
    configuration(["network.init.scale", 7], ["network.init.scheme", "zeros"]).network.init.scale,
    0,
  );
  assert.equal(configuration(["network.init.scale", 7], ["data.source", "saddle"]).network.init.scale, 7);
});

test("only what was chosen is sent, in its groups", () => {
  const made = choices(
    ["data.source", "blobs"],
    ["training.stop.iteration", 5],
    ["training.batch_size", null],
  );
  assert.deepEqual(nested(made), {
    data: { source: "blobs" },
    training: { stop: { iteration: 5 }, batch_size: null },
  });
});

test("a configuration is explained by as few choices as make it", () => {
  const saddle = configuration(["data.source", "saddle"], ["network.hidden_width", 3]);
  assert.deepEqual(explained(saddle, catalog, {}), { "data.source": "saddle", "network.hidden_width": 3 });
  assert.deepEqual(explained(catalog.defaults, catalog, { "network.hidden_width": 9 }), {});
  assert.deepEqual(explained(catalog.defaults, catalog, { "network.hidden_width": 4 }), {
    "network.hidden_width": 4,
  });
});
