/** Numbers as the page prints them: a real minus sign, groups as its language has them, 1.7 × 10¹¹ with a power of ten. */
import { language, say } from "./language.js";

const MINUS = "\u2212";
const SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
/** From here on digits stand in groups of three. */
const GROUPED = 1000;

/** @param {string} text */
const withMinus = (text) => text.replace(/-/g, MINUS);

/** What toExponential gives, as it is written by hand. @param {string} text */
function withPower(text) {
  const [factor, power] = text.split("e");
  const raised = Array.from(power.replace("+", ""), (digit) => SUPERSCRIPTS[Number(digit)] ?? "\u207b").join(
    "",
  );
  return `${withMinus(factor)}\u202f\u00d7\u202f10${raised}`;
}

/** One for each number of decimals: making one takes longer than using it. @type {Map<number, Intl.NumberFormat>} */
const grouping = new Map();

/** @param {number} value @param {number} decimals */
function inGroups(value, decimals) {
  let format = grouping.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    grouping.set(decimals, format);
  }
  return withMinus(format.format(value));
}

/** Several names in one sentence. @param {string[]} names */
export const formatList = (names) => new Intl.ListFormat(language).format(names);

/**
 * A cost: six decimals as the course prints them, fewer when it is large.
 * @param {number | null | undefined} cost
 */
export function formatCost(cost) {
  if (cost === null || cost === undefined || Number.isNaN(cost)) return "\u2013";
  if (!Number.isFinite(cost)) return "\u221e";
  if (cost >= 1e6) return withPower(cost.toExponential(3));
  const whole = Math.max(1, Math.ceil(Math.log10(cost + 1)));
  return inGroups(cost, 7 - whole);
}

/** @param {string} number */
const percent = (number) => say("{number}\u202f%", { number });

/** @param {number | null | undefined} share 0..1 */
export function formatPercent(share) {
  return share === null || share === undefined ? "\u2013" : percent(inGroups(100 * share, 1));
}

/** A share that was chosen, as short as it can be. @param {number} share 0..1 */
export const formatShare = (share) => percent(formatPlain(100 * share));

/** R squared: 1 is perfect, 0 is no better than the mean. @param {number | null | undefined} score */
export function formatScore(score) {
  if (score === null || score === undefined) return "\u2013";
  return Math.abs(score) < 1000 ? withMinus(score.toFixed(3)) : withPower(score.toExponential(2));
}

/** @param {number} count */
export function formatCount(count) {
  return inGroups(count, 0);
}

/**
 * A weight with its sign and two decimals; small ones in three digits.
 * @param {number} weight
 */
export function formatSigned(weight) {
  const sign = weight === 0 ? "" : weight < 0 ? MINUS : "+";
  return sign + formatMagnitude(Math.abs(weight));
}

/** A weight where there is little room: one that rounds to nothing is about 0. @param {number} weight */
export function formatShort(weight) {
  const size = Math.abs(weight);
  if (size === 0 || size >= 0.001) return formatSigned(weight);
  return size < 0.0005 ? "\u22480" : `${weight < 0 ? MINUS : "+"}${size.toFixed(4)}`;
}

/** @param {number} value */
export function formatValue(value) {
  return (value < 0 ? MINUS : "") + formatMagnitude(Math.abs(value));
}

/** An activation: two decimals, unless it is large. @param {number} a */
export function formatActivation(a) {
  if (!(Math.abs(a) < 100)) return formatValue(a);
  return withMinus(a.toFixed(2)).replace(/^\u2212(0\.00)$/, "$1");
}

/**
 * A number with its first digits, small ones as powers of ten: to compute with.
 * @param {number} value
 * @param {number} [digits]
 */
export function formatDigits(value, digits = 4) {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 10 ** digits) return withMinus(String(Math.abs(value) && value));
  if (!Number.isFinite(size)) return Number.isNaN(size) ? "\u2013" : `${value < 0 ? MINUS : ""}\u221e`;
  if (size < 1e-4 || size >= 1e6) return withPower(value.toExponential(digits - 1));
  return size < 10 ** digits ? withMinus(value.toPrecision(digits)) : inGroups(value, 0);
}

/** The same with its sign. @param {number} value @param {number} [digits] */
export const formatSignedDigits = (value, digits) => (value > 0 ? "+" : "") + formatDigits(value, digits);

/** @param {number} size not negative */
function formatMagnitude(size) {
  if (size === 0) return "0.00";
  if (!Number.isFinite(size)) return Number.isNaN(size) ? "\u2013" : "\u221e";
  if (size < 0.001) return withPower(size.toExponential(1));
  if (size < 0.1) return size.toFixed(4);
  if (size < 100) return size.toFixed(2);
  return size < 1e5 ? inGroups(size, 0) : withPower(size.toExponential(1));
}

/**
 * A number of a control: as short as it can be, and fit to be typed over.
 * @param {number} value
 */
export function formatPlain(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) {
    return withPower(Number(value.toPrecision(6)).toExponential()).replace(/^(.?)1\u202f\u00d7\u202f/, "$1");
  }
  return withMinus(String(Number(value.toPrecision(6))));
}

/**
 * A number on an axis.
 * @param {number} value
 */
export function formatTick(value) {
  const size = Math.abs(value);
  return size >= GROUPED && size < 1e6 ? inGroups(value, 0) : formatPlain(value);
}

/**
 * What a user typed as a number: a real minus sign, a decimal comma or a power of ten as the page writes it will do.
 * NaN when it is none.
 * @param {string} text
 */
export function parseNumber(text) {
  const plain = text
    .trim()
    .replace(/^([-+\u2212]?)10(?=[\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079])/, "$11e")
    .replace(/\s*\u00d7\s*10(?=[\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079])/, "e")
    .replace(/[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)))
    .replaceAll(/[\u2212\u207b]/g, "-")
    .replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}
