/** A small catalog for tests. */

/** @import { Catalog } from "../../static/js/wire.js" */

/** @param {string} en */
const words = (en) => ({ en, "zh-CN": en });

/** @type {Catalog} */
export const catalog = {
  version: "0",
  fields: [
    {
      path: "network.hidden_width",
      kind: "integer",
      label: words("Hidden width"),
      help: words(""),
      symbol: "",
      default: 4,
      low: 1,
      high: 256,
      scale: "linear",
      choices: null,
      live: false,
    },
    {
      path: "training.learning_rate",
      kind: "number",
      label: words("Learning rate"),
      help: words(""),
      symbol: "",
      default: 1.2,
      low: 1e-6,
      high: 100,
      scale: "log",
      choices: null,
      live: true,
    },
  ],
  activations: [],
  outputs: [],
  optimizers: [],
  init_schemes: [
    { name: "small_normal", label: words("Small normal"), help: words(""), formula: "", default_scale: 0.01 },
    { name: "zeros", label: words("Zeros"), help: words(""), formula: "", default_scale: null },
  ],
  data_sources: [
    {
      name: "planar_flower",
      label: words("Flower"),
      help: words(""),
      defaults: { samples: 400, noise: 0.2 },
      thumbnail: [],
    },
    {
      name: "circles",
      label: words("Circles"),
      help: words(""),
      defaults: { samples: 200, noise: 0.1 },
      thumbnail: [],
    },
  ],
  defaults: {
    data: { source: "planar_flower", samples: 400, noise: 0.2, test_share: 0, seed: 1 },
    network: {
      hidden_width: 4,
      activation: "tanh",
      leaky_slope: 0.01,
      output: "sigmoid",
      init: { scheme: "small_normal", scale: 0.01, seed: 2 },
    },
    training: { optimizer: "gradient_descent", learning_rate: 1.2 },
  },
  limits: { resolution: 200 },
};
