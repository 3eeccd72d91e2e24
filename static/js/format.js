/** Numbers as the page prints them, with a real minus sign. */

const MINUS = "\u2212";

/** @param {string} text */
const withMinus = (text) => text.replace(/-/g, MINUS);

/**
 * A cost: six decimals as the course prints them, fewer when it is large.
 * @param {number | null | undefined} cost
 */
export function formatCost(cost) {
  if (cost === null || cost === undefined || Number.isNaN(cost)) return "\u2013";
  if (!Number.isFinite(cost)) return "\u221e";
  if (cost >= 1e6) return withMinus(cost.toExponential(3));
  const whole = Math.max(1, Math.ceil(Math.log10(cost + 1)));
  return cost.toFixed(7 - whole);
}

/** @param {number | null | undefined} share 0..1 */
export function formatPercent(share) {
  return share === null || share === undefined ? "\u2013" : `${(100 * share).toFixed(1)}\u202f%`;
}

/** @param {number} count */
export function formatCount(count) {
  return count.toLocaleString("en");
}

/**
 * A weight with its sign and two decimals; small ones in three digits.
 * @param {number} weight
 */
export function formatSigned(weight) {
  const sign = weight === 0 ? "" : weight < 0 ? MINUS : "+";
  return sign + formatMagnitude(Math.abs(weight));
}

/** @param {number} value */
export function formatValue(value) {
  return (value < 0 ? MINUS : "") + formatMagnitude(Math.abs(value));
}

/** @param {number} size not negative */
function formatMagnitude(size) {
  if (size === 0) return "0.00";
  if (size < 0.001) return withMinus(size.toExponential(1));
  if (size < 0.1) return size.toFixed(4);
  if (size < 100) return size.toFixed(2);
  return size < 1e5 ? size.toFixed(0) : withMinus(size.toExponential(1));
}

/**
 * A number of a control or an axis: as short as it can be.
 * @param {number} value
 */
export function formatPlain(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return withMinus(value.toExponential().replace("e+", "e"));
  return withMinus(String(Number(value.toPrecision(6))));
}

/**
 * What a user typed as a number: a real minus sign or a decimal comma will do. NaN when it is none.
 * @param {string} text
 */
export function parseNumber(text) {
  const plain = text.trim().replace(MINUS, "-").replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}
