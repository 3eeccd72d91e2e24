/** The prediction as a colour of Z2, where Z2 is a number. */

/** Beyond this a sigmoid is 0 or 1 to the eye. */
const FLAT = 6;
const STOPS = 24;

/**
 * @param {string} output
 * @param {[low: number, high: number]} targets what the palette spans
 * @param {Uint32Array} palette
 */
export function fieldOf(output, [low, high], palette) {
  const sigmoid = output === "sigmoid";
  /** @param {number} z */
  const share = (z) => {
    if (sigmoid) return 1 / (1 + Math.exp(-z));
    return ((output === "relu" ? Math.max(0, z) : z) - low) / (high - low || 1);
  };
  const [from, to] = sigmoid ? [-FLAT, FLAT] : [low, high > low ? high : low + 1];
  /** @param {number} z */
  const colour = (z) => {
    const value = palette[Math.round(255 * Math.min(1, Math.max(0, share(z))))];
    return `rgb(${value & 255} ${(value >> 8) & 255} ${(value >> 16) & 255})`;
  };
  const stops = Array.from({ length: STOPS + 1 }, (_, k) => ({
    share: k / STOPS,
    colour: colour(from + (k / STOPS) * (to - from)),
  }));
  return { from, to, stops, colour };
}
