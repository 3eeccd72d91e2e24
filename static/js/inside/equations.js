/** The twelve equations of one iteration, and its update, as the chapter writes them. Pure. */

/** @import { Kind } from "./iteration-source.js" */

/** What stands in an equation: a matrix, as it is or transposed, or a formula between matrices. @typedef {{ matrix: string, symbol: string, transposed?: boolean } | { formula: string }} Part */
/** How an entry of the result comes about; `inside/unfold.js` knows each. @typedef {"affine" | "activation" | "output" | "cost" | "prediction" | "error" | "product" | "sum" | "chain" | "update"} How */
/**
 * @typedef {object} Equation
 * @property {number} number 1 to 12, 13 for the update
 * @property {string} result the matrix that it makes
 * @property {string} symbol its symbol
 * @property {Part[]} parts what stands after "="
 * @property {How} how
 * @property {boolean} [idle] its result is not used
 * @property {string} [name] of the parameter that is updated
 */

/** How functions are written, where they are not just g. @type {Record<string, string>} */
const NAMES = {
  ...{
    sigmoid: "\\sigma",
    tanh: "\\tanh",
    relu: "\\mathrm{ReLU}",
    sine: "\\sin",
    softmax: "\\mathrm{softmax}",
  },
  ...{ leaky_relu: "\\mathrm{leaky}", elu: "\\mathrm{ELU}", gelu: "\\mathrm{GELU}", silu: "\\mathrm{SiLU}" },
  softplus: "\\mathrm{softplus}",
};

/** @type {Record<string, [all: string, one: string]>} */
const SYMBOLS = {
  X: ["X", "x"],
  Y: ["Y", "y"],
  Z1: ["Z^{[1]}", "z^{[1]}"],
  A1: ["A^{[1]}", "a^{[1]}"],
  Z2: ["Z^{[2]}", "z^{[2]}"],
  A2: ["A^{[2]}", "a^{[2]}"],
  dZ1: ["dZ^{[1]}", "dz^{[1]}"],
  dZ2: ["dZ^{[2]}", "dz^{[2]}"],
  slopes: ["g^{\\prime}(Z^{[1]})", "g^{\\prime}(z^{[1]})"],
  cost: ["J", "\\mathcal{L}"],
};
for (const name of ["W1", "b1", "W2", "b2"]) {
  const symbol = `${name[0]}^{[${name[1]}]}`;
  SYMBOLS[name] = [symbol, symbol];
  SYMBOLS[`next_${name}`] = [symbol, symbol];
  SYMBOLS[`d${name}`] = [`d${symbol}`, `d${symbol}`];
  SYMBOLS[`step_${name}`] = [`\\Delta ${symbol}`, `\\Delta ${symbol}`];
}

/** How a matrix is written, as LaTeX. @param {string} name @param {boolean} one */
export const symbolOf = (name, one) => (SYMBOLS[name] ?? [name, name])[one ? 1 : 0];

/** A transposed symbol. @param {string} symbol */
const transposed = (symbol) => (symbol.endsWith("}") ? symbol.replace(/\}$/, "T}") : `${symbol}^{T}`);

/**
 * The equations of a network.
 * @param {Kind} kind
 * @returns {Equation[]}
 */
export function equationsOf({ one, activation, output, biases, classes }) {
  /** @param {string} name @returns {Part} */
  const matrix = (name) => ({ matrix: name, symbol: symbolOf(name, one) });
  /** @param {string} name @returns {Part} */
  const turned = (name) => ({ matrix: name, symbol: transposed(symbolOf(name, one)), transposed: true });
  /** @param {string} text @returns {Part} */
  const formula = (text) => ({ formula: text });
  /** @param {string} name @param {string} inner @returns {Part[]} */
  const applied = (name, inner) =>
    name === "linear" ? [matrix(inner)] : [formula(`${NAMES[name] ?? "g"} (`), matrix(inner), formula(")")];
  /** @param {string} name @returns {Part[]} */
  const plus = (name) => (biases ? [formula("+"), matrix(name)] : []);
  const mean = one ? [] : [formula("\\frac{1}{m}")];
  const summed = one ? [] : [formula("\\frac{1}{m} \\sum")];
  const result = symbolOf("A2", one);
  const error = [matrix("A2"), formula("-"), matrix("Y")];
  /** @type {Omit<Equation, "number" | "symbol">[]} */
  const forward = [
    { result: "Z1", how: "affine", parts: [matrix("W1"), matrix("X"), ...plus("b1")] },
    { result: "A1", how: "activation", parts: applied(activation, "Z1") },
    { result: "Z2", how: "affine", parts: [matrix("W2"), matrix("A1"), ...plus("b2")] },
    { result: "A2", how: "output", parts: applied(output, "Z2") },
    { result: "cost", how: "cost", parts: [formula(costFormula(output, one))] },
    { result: "predicted", how: "prediction", parts: prediction() },
  ];
  /** @type {Omit<Equation, "number" | "symbol">[]} */
  const backward = [
    {
      result: "dZ2",
      how: "error",
      parts:
        output === "relu"
          ? [formula("("), ...error, formula(") \\ast ["), matrix("Z2"), formula("> 0 ]")]
          : error,
    },
    { result: "dW2", how: "product", parts: [...mean, matrix("dZ2"), turned("A1")] },
    { result: "db2", how: "sum", parts: [...summed, matrix("dZ2")], idle: !biases },
    { result: "dZ1", how: "chain", parts: [turned("W2"), matrix("dZ2"), formula("\\ast"), matrix("slopes")] },
    { result: "dW1", how: "product", parts: [...mean, matrix("dZ1"), turned("X")] },
    { result: "db1", how: "sum", parts: [...summed, matrix("dZ1")], idle: !biases },
  ];

  /** @returns {Part[]} */
  function prediction() {
    if (!classes) return [matrix("A2")];
    if (output === "softmax") return [formula("\\mathrm{argmax} \\; ("), matrix("A2"), formula(")")];
    return [formula("["), matrix("A2"), formula("> 0.5 ]")];
  }

  /** @param {string} name */
  const symbol = (name) =>
    name === "predicted"
      ? classes
        ? "\\mathrm{class}"
        : one
          ? "\\hat{y}"
          : "\\hat{Y}"
      : symbolOf(name, one);
  return [...forward, ...backward].map((equation, k) => ({
    ...equation,
    number: k + 1,
    symbol: equation.result === "A2" ? `${result} = \\hat{${one ? "y" : "Y"}}` : symbol(equation.result),
  }));
}

/** @param {string} output @param {boolean} one */
function costFormula(output, one) {
  const [a, y, sum] = one ? ["a^{[2]}", "y", ""] : ["A^{[2]}", "Y", "\\frac{1}{m} \\sum"];
  if (output === "sigmoid") return `- ${sum} ( ${y} \\ln ${a} + (1 - ${y}) \\ln (1 - ${a}) )`;
  if (output === "softmax") return `- ${sum || "\\sum"} ${y} \\ln ${a}`;
  return one ? `\\frac{1}{2} (${a} - ${y})^{2}` : `\\frac{1}{2 m} \\sum (${a} - ${y})^{2}`;
}

/** An equation in one line, as LaTeX. @param {Equation} equation */
export const lineOf = ({ symbol, parts }) =>
  `${symbol} = ${parts.map((part) => ("matrix" in part ? part.symbol : part.formula)).join(" ")}`;

export const UPDATE = 13;

/**
 * What the update does to each parameter; `plain`: it subtracts alpha times the gradient that is shown, nothing else.
 * @param {boolean} plain
 * @param {boolean} biases
 * @returns {Equation[]}
 */
export function updatesOf(plain, biases) {
  const names = biases ? ["W1", "b1", "W2", "b2"] : ["W1", "W2"];
  return names.map((name) => {
    const symbol = symbolOf(name, false);
    /** @type {Part} */
    const before = { matrix: name, symbol };
    const step = plain ? `d${name}` : `step_${name}`;
    /** @type {Part} */
    const taken = { matrix: step, symbol: symbolOf(step, false) };
    const parts = [before, { formula: plain ? "- \\alpha" : "-" }, taken];
    return { number: UPDATE, result: `next_${name}`, symbol, how: "update", parts, name };
  });
}
