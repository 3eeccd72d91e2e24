/** Derivatives of the activations, in the forms of core/activations.py: a unit that is dead there is dead here. */
import { activationFormula } from "./arithmetic.js";

/** @import { Formula } from "./arithmetic.js" */
/** @import { ActivationChoice } from "./wire.js" */

const GELU = { c: Math.sqrt(2 / Math.PI), k: 0.044715 };
/** Half the distance over which the slope of an unknown activation is taken. */
const STEP = 1e-3;

/** @param {number} z */
const sigmoid = (z) => 0.5 + 0.5 * Math.tanh(0.5 * z);

/** @param {number} z */
function gelu(z) {
  const t = Math.tanh(GELU.c * (z + GELU.k * z ** 3));
  return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * GELU.c * (1 + 3 * GELU.k * z * z);
}

/** @type {Record<string, (z: number, slope: number) => number>} */
const SLOPES = {
  sigmoid: (z) => sigmoid(z) * (1 - sigmoid(z)),
  tanh: (z) => 1 - Math.tanh(z) ** 2,
  relu: (z) => Number(z > 0),
  leaky_relu: (z, slope) => (z > 0 ? 1 : slope),
  linear: () => 1,
  elu: (z) => (z > 0 ? 1 : Math.exp(z)),
  gelu,
  silu: (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))),
  softplus: sigmoid,
  sine: Math.cos,
};

/**
 * The derivative of an activation; of one that is not known here, that of its curve.
 * @param {Pick<ActivationChoice, "name" | "curve">} activation
 * @param {number} slope of leaky ReLU
 * @returns {Formula}
 */
export function slopeFormula(activation, slope) {
  const formula = SLOPES[activation.name];
  if (formula) return (z) => formula(z, slope);
  const g = activationFormula(activation, slope);
  return (z) => (g(z + STEP) - g(z - STEP)) / (2 * STEP);
}
