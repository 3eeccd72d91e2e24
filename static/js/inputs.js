/** The network's own view of the data: features that were standardized or not. */

/** @import { DataBody } from "./wire.js" */

/** A feature whose spread is below this share of its magnitude counts as constant, as in the server. */
const FLAT = 1e-9;

/**
 * Mean and standard deviation of each feature over the training examples; 1 for one that is constant.
 * @param {Pick<DataBody, "X" | "train">} data
 * @returns {{ centre: number, scale: number }[]}
 */
export function standardization({ X, train }) {
  return X.map((row) => {
    const values = row.filter((_, k) => train[k]);
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    const scale = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
    const size = Math.max(...values.map(Math.abs));
    return { centre, scale: scale > FLAT * size ? scale : 1 };
  });
}

/**
 * The coefficients w1, w2, b of a unit's line w . x + b = 0 in the plane that is shown; w2 is 0 for one feature.
 * @param {ArrayLike<number>} w
 * @param {number} b
 * @param {ReturnType<typeof standardization> | null} standardized null: the network has the features as they are
 * @returns {[number, number, number]}
 */
export function unitLine(w, b, standardized) {
  let [w1, w2, offset] = [w[0], w.length > 1 ? w[1] : 0, b];
  if (standardized) {
    for (const [k, { centre, scale }] of standardized.entries()) offset -= (w[k] * centre) / scale;
    w1 /= standardized[0].scale;
    w2 /= standardized[1]?.scale ?? 1;
  }
  return [w1, w2, offset];
}
