import { strict as assert } from "node:assert";
import { test } from "node:test";
import { fieldAt, withValue } from "../../static/js/configuration.js";
import { boundsOf, controlKind, counts, stopsOf, unplacedFields } from "../../static/js/fields.js";
import { catalog } from "./catalog.js";

test("every kind of field has its control, and lists and objects have none", () => {
  const kinds = catalog.fields.map((field) => [field.path, controlKind(field)]);
  assert.deepEqual(Object.fromEntries(kinds), {
    "data.source": "menu",
    "data.samples": "slider",
    "data.noise": "slider",
    "data.seed": "entry",
    "data.classes": "stepper",
    "data.points": null,
    "network.hidden_width": "slider",
    "network.activation": "menu",
    "network.leaky_slope": "slider",
    "network.output": "menu",
    "network.biases": "toggle",
    "network.init.scheme": "menu",
    "network.init.scale": "slider",
    "network.init.seed": "entry",
    "training.learning_rate": "slider",
    "training.batch_size": "entry",
    "training.momentum": "slider",
    "training.stop.iteration": "entry",
  });
});

test("constants count only where their owner is chosen", () => {
  const { defaults } = catalog;
  assert.equal(counts("training.momentum", catalog, defaults), false);
  assert.equal(counts("network.leaky_slope", catalog, defaults), false);
  const momentum = withValue(defaults, "training.optimizer", "momentum");
  assert.equal(counts("training.momentum", catalog, momentum), true);
  const leaky = withValue(defaults, "network.activation", "leaky_relu");
  assert.equal(counts("network.leaky_slope", catalog, leaky), true);
  assert.equal(counts("training.learning_rate", catalog, defaults), true);
});

test("classes, scale and batch seed count where they act", () => {
  const { defaults } = catalog;
  assert.equal(counts("data.classes", catalog, defaults), false);
  assert.equal(counts("data.classes", catalog, withValue(defaults, "data.source", "blobs")), true);
  assert.equal(counts("data.classes", catalog, withValue(defaults, "data.source", "saddle")), false);
  assert.equal(
    counts("network.init.scale", catalog, withValue(defaults, "network.init.scheme", "zeros")),
    false,
  );
  assert.equal(counts("training.seed", catalog, defaults), false);
  assert.equal(counts("training.seed", catalog, withValue(defaults, "training.batch_size", 8)), true);
});

test("bounds are the field's, the server's and the source's", () => {
  const width = fieldAt(catalog, "network.hidden_width");
  assert.deepEqual(boundsOf(catalog, width, null), [1, 64]);
  const classes = fieldAt(catalog, "data.classes");
  assert.deepEqual(boundsOf(catalog, classes, withValue(catalog.defaults, "data.source", "blobs")), [2, 5]);
});

test("a slider runs evenly, or by powers, or by powers from 0", () => {
  assert.deepEqual(stopsOf("linear", [0, 1]), [0, 1]);
  assert.deepEqual(stopsOf("log", [1, 100]), [1, 10, 100]);
  assert.deepEqual(
    stopsOf("log", [0, 100]).map((stop) => Number(stop.toPrecision(6))),
    [0, 0.0001, 0.1, 100],
  );
});

test("what has no place of its own is grouped, without lists", () => {
  const groups = unplacedFields(catalog, ["data.source", "training.learning_rate"]);
  assert.deepEqual([...groups.keys()], ["data", "network", "training"]);
  assert.deepEqual(
    groups.get("training")?.map(({ path }) => path),
    ["training.batch_size", "training.momentum", "training.stop.iteration"],
  );
});
