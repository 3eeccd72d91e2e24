/** @import { Preset } from "./types.js" */

/** Scales of the first weights that are looked at side by side. */
export const SCALES = [0.01, 1, 10, 100];

/** The same draws at four sizes. @param {string} scheme @returns {Preset} */
export const scalesPreset = (scheme) => ({
  name: "scales",
  networks: SCALES.map((scale) => [
    ["network.init.scheme", scheme],
    ["network.init.scale", scale],
  ]),
});

/** Networks to compare that one click makes. @type {Preset[]} */
export const PRESETS = [
  {
    name: "activations",
    networks: ["sigmoid", "tanh", "relu", "linear"].map((name) => [["network.activation", name]]),
  },
  {
    name: "schemes",
    networks: [
      [["network.init.scheme", "zeros"]],
      [["network.init.scheme", "constant"]],
      [["network.init.scheme", "small_normal"]],
      [
        ["network.init.scheme", "normal"],
        ["network.init.scale", 10],
      ],
    ],
  },
  { name: "widths", networks: [1, 2, 4, 16].map((width) => [["network.hidden_width", width]]) },
  scalesPreset("normal"),
];
