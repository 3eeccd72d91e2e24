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

/** What stands before and after the number of a function. @type {Record<string, [before: string, after: string]>} */
const CALLS = {
  ...{ sigmoid: ["\u03c3(", ")"], tanh: ["tanh(", ")"], relu: ["max(0, ", ")"], linear: ["", ""] },
  ...{ sine: ["sin(", ")"], softmax: ["softmax(", ")"] },
};

/** @param {Unfolded} unfolded */
function called({ call, terms, value }) {
  const numbers = terms.map(([z]) => formatDigits(z)).join(", ");
  const result = formatDigits(value);
  if (call === "threshold") return `${numbers} ${terms[0][0] > 0.5 ? ">" : "\u2264"} 0.5 \u2192 ${result}`;
  if (call === "argmax") return [largestOf(numbers), result].join(" \u2192 ");
  const [before, after] = CALLS[call ?? ""] ?? ["g(", ")"];
  return `${before}${numbers}${after} ${call === "softmax" ? "\u2192" : "="} ${result}`;
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
  let text = added(terms);
  if (divisor !== 1) text = `1/${divisor} \u00d7 (${text})`;
  if (times !== null && terms.length > 1) text = `(${text})`;
  if (times !== null) text += ` \u00d7 ${bracketed(times)}`;
  if (plus !== null) text += ` ${plus < 0 ? "\u2212" : "+"} ${formatDigits(Math.abs(plus))}`;
  return `${text} = ${formatSignedDigits(value)}`;
}
