/** What the z of the training examples amount to: in one unit or all, under the run's activation or another one. */

import { standardization } from "../inputs.js";

/** @import { Formula } from "../arithmetic.js" */
/** @import { Frame, Histograms } from "../types.js" */
/** @import { DataBody } from "../wire.js" */
/** @import { Told } from "./microscope-text.js" */

/** @typedef {{ g: Formula, slope: Formula, threshold: number | null }} Rule an activation, and where it saturates */

/** As the frame has it. @param {Histograms} histograms @param {number | null} unit null: all units @returns {Told} */
export function told({ saturated, inactive, dead, mean_activation, saturated_share }, unit) {
  if (unit !== null) {
    const share = saturated ? saturated[unit] : null;
    return {
      saturated: share,
      inactive: inactive[unit],
      mean: mean_activation[unit],
      dead: Number(dead[unit]),
      units: 1,
    };
  }
  return {
    saturated: saturated_share,
    inactive: meanOf(inactive),
    mean: meanOf(mean_activation),
    dead: dead.filter(Boolean).length,
    units: dead.length,
  };
}

/** @param {number[]} values */
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * What the network is given of the examples, a row a feature.
 * @param {Pick<DataBody, "X" | "train">} data
 * @param {boolean} standardized
 */
export function inputsOf(data, standardized) {
  const standard = standardized ? standardization(data) : null;
  return data.X.map((row, k) => {
    if (!standard) return Float64Array.from(row);
    const { centre, scale } = standard[k];
    return Float64Array.from(row, (x) => (x - centre) / scale);
  });
}

/** The same of the training examples alone. @param {Pick<DataBody, "X" | "train">} data @param {boolean} standardized */
export const trainingInputs = (data, standardized) =>
  inputsOf(data, standardized).map((values) => values.filter((_, k) => data.train[k]));

/**
 * The same z under another activation.
 * @param {NonNullable<Frame["parameters"]>} parameters
 * @param {Float64Array[]} inputs of the training examples
 * @param {Rule} rule
 * @param {number | null} only one unit, or null for all
 * @returns {Told}
 */
export function under({ W1, b1 }, inputs, rule, only) {
  const [n_h, n_x] = W1.shape;
  const units = only === null ? Array.from({ length: n_h }, (_, unit) => unit) : [only];
  const m = inputs[0].length;
  let [beyond, flat, sum, dead] = [0, 0, 0, 0];
  for (const unit of units) {
    let still = 0;
    for (let k = 0; k < m; k++) {
      let z = b1.values[unit];
      for (let j = 0; j < n_x; j++) z += W1.values[unit * n_x + j] * inputs[j][k];
      sum += rule.g(z);
      if (rule.threshold === null) still += Number(rule.slope(z) === 0);
      else beyond += Number(Math.abs(z) > rule.threshold);
    }
    flat += still;
    dead += Number(still === m);
  }
  const count = units.length * m;
  return {
    saturated: rule.threshold === null ? null : beyond / count,
    inactive: flat / count,
    mean: sum / count,
    dead,
    units: units.length,
  };
}

/**
 * How often each bin is met, in one unit or in all together.
 * @param {Histograms} histograms
 * @param {number | null} unit
 */
export function countsOf({ shape: [n_h, bins], values }, unit) {
  if (unit !== null) return values.subarray(unit * bins, (unit + 1) * bins);
  const sums = new Uint32Array(bins);
  for (let k = 0; k < n_h * bins; k++) sums[k % bins] += values[k];
  return sums;
}

/** Least, median and greatest. @param {number[]} shares @returns {number[]} */
export function threeOf(shares) {
  const sorted = [...shares].sort((a, b) => a - b);
  return [sorted[0], sorted[Math.floor((sorted.length - 1) / 2)], sorted[sorted.length - 1]];
}

/** How many of the shares lie in each of so many equal parts of 0 to 1. @param {number[]} shares @param {number} parts */
export function spreadOf(shares, parts) {
  const counts = new Array(parts).fill(0);
  for (const share of shares) counts[Math.min(parts - 1, Math.floor(share * parts))] += 1;
  return counts;
}
