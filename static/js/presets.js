/** @import { Preset } from "./types.js" */

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
];
