/** Which example a place of the surface means. Pure. */
import { planeView } from "../geometry.js";

/** @import { Bounds } from "../types.js" */

/**
 * The example nearest to a place; null where none is near.
 * @param {number[][]} X a row a feature; of one feature only the place across counts
 * @param {Bounds} bounds
 * @param {[number, number]} place in shares of the picture
 * @param {number} reach in shares too
 */
export function nearestExample(X, bounds, [u, v], reach) {
  const { px, py } = planeView(bounds, 1);
  let [best, least] = [-1, reach];
  for (let k = 0; k < X[0].length; k++) {
    const away = Math.hypot(px(X[0][k]) - u, X.length > 1 ? py(X[1][k]) - v : 0);
    if (away < least) [best, least] = [k, away];
  }
  return best < 0 ? null : best;
}
