/** A small catalog for tests. */

/** @import { Catalog, CatalogField, DataSourceChoice } from "../../static/js/wire.js" */

/** @param {string} en */
const words = (en) => ({ en, "zh-CN": en });

/**
 * @param {string} path
 * @param {Partial<CatalogField>} more
 * @returns {CatalogField}
 */
export const field = (path, more) => ({
  path,
  kind: "number",
  label: words(path),
  help: words(""),
  symbol: "",
  formula: "",
  default: null,
  optional: false,
  low: null,
  high: null,
  scale: null,
  choices: null,
  options: null,
  live: false,
  ...more,
});

/** @param {string} name @param {Partial<DataSourceChoice>} more @returns {DataSourceChoice} */
const source = (name, more) => ({
  name,
  label: words(name),
  help: words(""),
  defaults: {},
  also_sets: {},
  classes: [2, 2],
  n_x: 2,
  thumbnail: [],
  ...more,
});

/** @param {string} name @param {string[]} constants */
const owner = (name, constants) => ({ name, label: words(name), help: words(""), formula: "", constants });

/** @param {string} name @param {number | null} default_scale */
const scheme = (name, default_scale) => ({
  name,
  label: words(name),
  help: words(""),
  formula: "",
  default_scale,
});

/** @type {Catalog} */
export const catalog = {
  version: "0",
  fields: [
    field("data.source", { kind: "choice", choices: "data_sources" }),
    field("data.samples", { kind: "integer", low: 10, high: 10_000, scale: "log" }),
    field("data.noise", { low: 0, high: 1, scale: "linear" }),
    field("data.seed", { kind: "integer", low: 0, high: 2 ** 32 - 1, scale: "linear" }),
    field("data.classes", { kind: "integer", low: 2, high: 5, scale: "linear" }),
    field("data.points", { kind: "list", optional: true }),
    field("network.hidden_width", { kind: "integer", low: 1, high: 256, scale: "linear" }),
    field("network.activation", { kind: "choice", choices: "activations" }),
    field("network.leaky_slope", { low: 0.0001, high: 0.9, scale: "linear" }),
    field("network.output", { kind: "choice", choices: "outputs" }),
    field("network.biases", { kind: "boolean" }),
    field("network.init.scheme", { kind: "choice", choices: "init_schemes" }),
    field("network.init.scale", { low: 0, high: 100, scale: "log" }),
    field("network.init.seed", { kind: "integer", low: 0, high: 2 ** 32 - 1, scale: "linear" }),
    field("training.learning_rate", { low: 1e-6, high: 100, scale: "log", live: true }),
    field("training.batch_size", { kind: "integer", optional: true, low: 1, high: 100_000, live: true }),
    field("training.momentum", { low: 0, high: 0.999999, scale: "linear", live: true }),
    field("training.stop.iteration", { kind: "integer", optional: true, low: 1, high: 1e9, live: true }),
  ],
  activations: [
    { ...owner("tanh", []), derivative: "", range: [-1, 1], curve: [], saturation: 2.9932 },
    {
      ...owner("leaky_relu", ["network.leaky_slope"]),
      derivative: "",
      range: [null, null],
      curve: [],
      saturation: null,
    },
  ],
  outputs: [],
  optimizers: [owner("gradient_descent", []), owner("momentum", ["training.momentum"])],
  precisions: [],
  init_schemes: [scheme("small_normal", 0.01), scheme("xavier_normal", 1), scheme("zeros", null)],
  data_sources: [
    source("planar_flower", { defaults: { samples: 400, noise: 0.2, seed: 1, classes: 2 } }),
    source("circles", { defaults: { samples: 200, noise: 0.1, seed: 0, classes: 2 } }),
    source("blobs", {
      defaults: { samples: 200, noise: 0.25, seed: 0, classes: 3 },
      also_sets: { "network.output": "softmax" },
      classes: [2, 5],
    }),
    source("saddle", {
      defaults: { samples: 200, noise: 0.05, seed: 0, classes: 2 },
      also_sets: {
        "network.output": "linear",
        "network.hidden_width": 8,
        "network.init.scheme": "xavier_normal",
        "training.learning_rate": 0.1,
      },
      classes: null,
    }),
  ],
  defaults: {
    data: {
      source: "planar_flower",
      samples: 400,
      noise: 0.2,
      test_share: 0,
      seed: 1,
      classes: 2,
      standardize: false,
      points: null,
      labels: null,
      view: null,
    },
    network: {
      hidden_width: 4,
      activation: "tanh",
      leaky_slope: 0.01,
      output: "sigmoid",
      biases: true,
      init: { scheme: "small_normal", scale: 0.01, seed: 2, zero: [], bias_scale: 0 },
      start: null,
    },
    training: {
      optimizer: "gradient_descent",
      learning_rate: 1.2,
      batch_size: null,
      seed: 0,
      l1: 0,
      l2: 0,
      momentum: 0.9,
      rho: 0.99,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      precision: "float64",
      stop: { iteration: null, cost_below: null, no_progress: null },
    },
  },
  limits: { resolution: 200, hidden_width: 64, iterations_per_call: 1000 },
};
