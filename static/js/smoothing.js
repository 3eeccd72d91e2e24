/**
 * Means over a window of iterations around some points, in one pass: what is not finite is left out.
 * @param {{ iteration: ArrayLike<number>, length: number }} history
 * @param {ArrayLike<number>} values one for each point of the history
 * @param {number[]} chosen indices, growing
 * @param {number} reach iterations to each side
 * @returns {number[]} NaN where there is nothing to take the mean of
 */
export function smoothed({ iteration, length }, values, chosen, reach) {
  let from = 0;
  let to = 0;
  let sum = 0;
  let count = 0;
  /** @param {number} index @param {1 | -1} sign */
  const take = (index, sign) => {
    if (!Number.isFinite(values[index])) return;
    sum += sign * values[index];
    count += sign;
  };
  return chosen.map((index) => {
    while (to < length && iteration[to] <= iteration[index] + reach) take(to++, 1);
    while (iteration[from] < iteration[index] - reach) take(from++, -1);
    return count ? sum / count : Number.NaN;
  });
}
