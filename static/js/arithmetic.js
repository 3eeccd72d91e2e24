/** The network's own arithmetic, for single points: what the page says of a place or an example, exactly. */
import { find } from "./configuration.js";
import { standardization } from "./inputs.js";

/** @import { Frame, State } from "./types.js" */
/** @import { ActivationChoice } from "./wire.js" */

/** @typedef {(z: number) => number} Formula */

const GELU = { c: Math.sqrt(2 / Math.PI), k: 0.044715 };
/** @param {number} z */
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** @type {Record<string, (z: number, slope: number) => number>} */
const FORMULAS = {
  sigmoid,
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  leaky_relu: (z, slope) => Math.max(z, slope * z),
  linear: (z) => z,
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  gelu: (z) => 0.5 * z * (1 + Math.tanh(GELU.c * (z + GELU.k * z ** 3))),
  silu: (z) => z * sigmoid(z),
  softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  sine: Math.sin,
};

/**
 * The function of an activation; one that is not known here is read off its curve.
 * @param {Pick<ActivationChoice, "name" | "curve">} activation
 * @param {number} slope of leaky ReLU
 * @returns {Formula}
 */
export function activationFormula({ name, curve }, slope) {
  const formula = FORMULAS[name];
  return formula ? (z) => formula(z, slope) : alongCurve(curve);
}

/** Between its points, and beyond them straight on. @param {[number, number][]} curve @returns {Formula} */
function alongCurve(curve) {
  return (z) => {
    const after = curve.findIndex(([at]) => at >= z);
    const end = Math.max(1, after < 0 ? curve.length - 1 : after);
    const [[z0, a0], [z1, a1]] = [curve[end - 1], curve[end]];
    return a0 + ((z - z0) / (z1 - z0)) * (a1 - a0);
  };
}

/** A2 of the outputs that have one unit. @type {Record<string, Formula>} */
const OUTPUTS = { sigmoid, relu: (z) => Math.max(0, z) };

/** @param {Float64Array} Z2 */
function softmax(Z2) {
  const top = Math.max(...Z2);
  const powers = Z2.map((z) => Math.exp(z - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * @typedef {object} Arithmetic
 * @property {(x: number[]) => Float64Array} hidden A1 for the features of one point, as the data have them
 * @property {(A1: Float64Array) => Float64Array} output A2
 * @property {(A2: Float64Array) => number} label the class that is predicted
 */

/**
 * The network of a frame; null until everything is known.
 * @param {Pick<State, "accepted" | "catalog" | "data">} state
 * @param {Frame["parameters"]} parameters
 * @returns {Arithmetic | null}
 */
export function arithmeticOf({ accepted, catalog, data }, parameters) {
  const { activation, output = "", leaky_slope = 0 } = accepted?.network ?? {};
  const choice = catalog && activation && find(catalog.activations, activation);
  if (!choice || !parameters) return null;
  const g = activationFormula(choice, leaky_slope);
  const { W1, b1, W2, b2 } = parameters;
  const [n_h, n_x] = W1.shape;
  const [n_y] = W2.shape;
  const standard = accepted?.data.standardize && data ? standardization(data) : null;
  return {
    hidden(x) {
      const inputs = standard ? standard.map(({ centre, scale }, k) => (x[k] - centre) / scale) : x;
      const A1 = new Float64Array(n_h);
      for (let unit = 0; unit < n_h; unit++) {
        let z = b1.values[unit];
        for (let k = 0; k < n_x; k++) z += W1.values[unit * n_x + k] * inputs[k];
        A1[unit] = g(z);
      }
      return A1;
    },
    output(A1) {
      const Z2 = new Float64Array(n_y);
      for (let row = 0; row < n_y; row++) {
        let z = b2.values[row];
        for (let unit = 0; unit < n_h; unit++) z += W2.values[row * n_h + unit] * A1[unit];
        Z2[row] = z;
      }
      if (n_y > 1) return softmax(Z2);
      return Z2.map(OUTPUTS[output] ?? ((z) => z));
    },
    label: (A2) => (A2.length > 1 ? A2.indexOf(Math.max(...A2)) : Number(A2[0] > 0.5)),
  };
}
