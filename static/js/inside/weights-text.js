/** Sentences of the panel that shows weights and gradients. */
import { formatCount, formatList, formatValue } from "../format.js";
import { say } from "../language.js";

/** As they stand over columns and beside lines. @type {Record<string, string>} */
export const symbols = { W1: "W\u2081", b1: "b\u2081", W2: "W\u2082", b2: "b\u2082" };
/** @param {string} name @param {boolean} gradient */
export const symbol = (name, gradient) => (gradient ? `d${symbols[name]}` : symbols[name]);
/** @param {string} reach */
export const reach = (reach) => `\u00b1${reach}`;

export const which = say("Weights or gradients");
export const weights = say("weights");
export const gradients = say("gradients");
export const numbers = say("numbers");
export const histograms = say("Sizes");
export const norms = say("Norms");
export const path = say("Line of");
export const unitOfPath = say("Unit whose line is shown");
/** @param {number} unit from 0 */
export const unit = (unit) => say("unit {number}", { number: unit + 1 });
export const unitHead = say("unit");
/** @param {string} of */
export const toOutput = (of) => say("to output {number}", { number: of });
export const output = say("output");
/** @param {boolean} gradient */
export const caption = (gradient) =>
  gradient ? say("Gradients of the objective, a unit a row") : say("Weights and biases, a unit a row");

/** @param {number} iteration @param {string[]} parameters @param {string[]} gradients */
export const summary = (iteration, parameters, gradients) =>
  say("Norms at iteration {iteration}: {parameters}; of the gradients {gradients}.", {
    iteration: formatCount(iteration),
    parameters: formatList(parameters),
    gradients: formatList(gradients),
  });
/** @param {string} name @param {number} norm */
export const normOf = (name, norm) => `${name} ${formatValue(norm)}`;
/** @param {number} unit from 0 @param {number} lines */
export const pathSummary = (unit, lines) =>
  say("The line of unit {number} now and at {count} moments before.", {
    number: unit + 1,
    count: formatCount(Math.max(0, lines - 1)),
  });
