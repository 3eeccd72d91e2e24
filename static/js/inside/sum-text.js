/** An unfolded entry as one line of numbers. Pure. */
import { formatDigits, formatSignedDigits } from "../format.js";
import { largestOf, more } from "./iteration-text.js";

/** @import { Equation } from "./equations.js" */
/** @import { Unfolded } from "./unfold.js" */

/** Terms that stand in full; of more, the rest is told as a sum. */
const SHOWN = 3;

/** @param {number} value */
const bracketed = (value) => (value < 0 ? `(${formatDigits(value)})` : formatDigits(value));

/** @param {number[]} factors */
const product = (factors) => factors.reduce((result, factor) => result * factor, 1);

/** How functions of one number are written. @type {Record<string, (z: string) => string>} */
const CALLS = {
  sigmoid: (z) => `\u03c3(${z})`,
  tanh: (z) => `tanh(${z})`,
  relu: (z) => `max(0, ${z})`,
  linear: (z) => z,
  sine: (z) => `sin(${z})`,
};

/** @param {Unfolded} unfolded */
function called({ call, terms, value }) {
  const numbers = terms.map(([z]) => formatDigits(z));
  if (call === "threshold")
    return `${numbers[0]} ${terms[0][0] > 0.5 ? ">" : "\u2264"} 0.5 \u2192 ${formatDigits(value)}`;
  if (call === "argmax") return `${largestOf(`(${numbers.join(", ")})`)} \u2192 ${formatDigits(value)}`;
  if (call === "softmax") return `softmax(${numbers.join(", ")}) \u2192 ${formatDigits(value)}`;
  return `${(CALLS[call ?? ""] ?? ((z) => `g(${z})`))(numbers[0])} = ${formatDigits(value)}`;
}

/** Terms with their signs between them. @param {number[][]} terms */
function added(terms) {
  const rest = terms.slice(terms.length > SHOWN + 1 ? SHOWN : terms.length);
  const shown = terms.slice(0, terms.length - rest.length).map((factors, k) => {
    if (factors.length > 1) return `${k ? " + " : ""}${factors.map(bracketed).join(" \u00d7 ")}`;
    if (k === 0) return formatDigits(factors[0]);
    return `${factors[0] < 0 ? " \u2212 " : " + "}${formatDigits(Math.abs(factors[0]))}`;
  });
  if (rest.length) {
    const sum = rest.reduce((total, factors) => total + product(factors), 0);
    shown.push(` + \u2026 (${more(rest.length, formatDigits(sum))})`);
  }
  return shown.join("");
}

/**
 * @param {Unfolded} unfolded
 * @param {Equation} equation
 * @returns {string}
 */
export function sumText(unfolded, { how }) {
  const { terms, divisor, plus, times, call, value } = unfolded;
  if (call !== null) return called(unfolded);
  if (how === "update") {
    const [factors] = terms;
    const taken =
      factors.length > 1
        ? `${formatDigits(-factors[0])} \u00d7 ${bracketed(factors[1])}`
        : bracketed(-factors[0]);
    return `${formatDigits(plus ?? 0)} \u2212 ${taken} = ${formatSignedDigits(value)}`;
  }
  const several = terms.length > 1;
  let text = added(terms);
  if (divisor !== 1) text = `1/${divisor} \u00d7 (${text})`;
  if (times !== null) text = `${several ? `(${text})` : text} \u00d7 ${bracketed(times)}`;
  if (plus !== null) text += ` ${plus < 0 ? "\u2212" : "+"} ${formatDigits(Math.abs(plus))}`;
  return `${text} = ${formatSignedDigits(value)}`;
}
