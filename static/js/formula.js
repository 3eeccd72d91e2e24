/** Formulas of the catalog, LaTeX, as MathML: what a formula of a line takes, and no more. */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @type {Record<string, string>} */
const LETTERS = {
  ...{ alpha: "α", beta: "β", gamma: "γ", delta: "δ", varepsilon: "ε", epsilon: "ϵ", lambda: "λ" },
  ...{ mu: "μ", pi: "π", rho: "ρ", sigma: "σ", tau: "τ", phi: "φ", theta: "θ", omega: "ω", eta: "η" },
  Delta: "Δ",
};
/** @type {Record<string, string>} */
const OPERATORS = {
  ...{ sim: "∼", le: "≤", ge: "≥", in: "∈", times: "×", cdot: "·", propto: "∝", sum: "∑", prime: "′" },
  ...{ odot: "⊙", ast: "∗", approx: "≈", ne: "≠", to: "→" },
};
const FUNCTIONS = ["tanh", "ln", "max", "min", "sin", "cos", "exp", "log"];
/** @type {Record<string, string>} */
const SPACES = { ",": "0.167em", ";": "0.278em", quad: "1em" };
/** Where letters of an alphabet begin, and those that Unicode had before. @type {Record<string, [number, Record<string, string>]>} */
const ALPHABETS = {
  mathcal: [0x1d49c, { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ" }],
  mathbb: [0x1d538, { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" }],
};
const TOKEN = /\\[a-zA-Z]+|\\.|:=|\d+(?:\.\d+)?|[a-zA-Z]|\S/g;

/**
 * A tree of what a formula says; kept apart from the document, so that it can be looked at without one.
 * @typedef {{ tag: string, text?: string, children?: Part[], attributes?: Record<string, string> }} Part
 */

/**
 * @param {string} latex
 * @returns {Part}
 */
export function parseFormula(latex) {
  const tokens = latex.match(TOKEN) ?? [];
  let at = 0;

  /** @param {string} expected */
  function take(expected) {
    if (tokens[at] !== expected) throw new Error(`${latex}: ${expected} is missing`);
    at += 1;
  }

  /** Everything up to a token. @param {string | null} end @returns {Part[]} */
  function row(end) {
    /** @type {Part[]} */
    const nodes = [];
    while (at < tokens.length && tokens[at] !== end) {
      const node = withScripts(atom());
      if (node.tag === "mi" && FUNCTIONS.includes(node.text ?? "")) nodes.push(...spaced(node, nodes.at(-1)));
      else nodes.push(node);
    }
    if (end !== null) take(end);
    return nodes;
  }

  /** A function stands off from what it is multiplied by, and from an argument without parentheses. @param {Part} name @param {Part | undefined} before */
  function spaced(name, before) {
    const thin = space(SPACES[","]);
    const first = before && before.tag !== "mo" && before.tag !== "mspace" ? [thin] : [];
    return [...first, name, ...(tokens[at] === "(" ? [] : [thin])];
  }

  /** @returns {Part} */
  function group() {
    take("{");
    const nodes = row("}");
    const letters = nodes.every(({ tag, text }) => tag === "mi" && text?.length === 1);
    if (letters && nodes.length > 1) return leaf("mi", nodes.map(({ text }) => text).join("")); // n_in: a word
    return nodes.length === 1 ? nodes[0] : { tag: "mrow", children: nodes };
  }

  /** @param {Part} base @returns {Part} */
  function withScripts(base) {
    /** @type {{ "_"?: Part, "^"?: Part }} */
    const scripts = {};
    while (tokens[at] === "_" || tokens[at] === "^") {
      const kind = /** @type {"_" | "^"} */ (tokens[at]);
      at += 1;
      scripts[kind] = tokens[at] === "{" ? group() : atom();
    }
    const { _: below, "^": above } = scripts;
    if (below && above) return { tag: "msubsup", children: [base, below, above] };
    if (below) return { tag: "msub", children: [base, below] };
    return above ? { tag: "msup", children: [base, above] } : base;
  }

  /** @returns {Part} */
  function atom() {
    const token = tokens[at];
    if (token === "{") return group();
    if (token === undefined) throw new Error(`${latex}: ends too soon`);
    at += 1;
    if (token.startsWith("\\")) return command(token.slice(1));
    if (/[a-zA-Z]/.test(token)) return leaf("mi", token);
    if (/\d/.test(token)) return leaf("mn", token);
    return leaf(
      "mo",
      token === "-" ? "−" : token,
      /[()|[\]]/.test(token) ? { stretchy: "false" } : undefined,
    );
  }

  /** @param {string} name @returns {Part} */
  function command(name) {
    if (name in SPACES) return space(SPACES[name]);
    if (name in LETTERS) return leaf("mi", LETTERS[name]);
    if (name in OPERATORS) return leaf("mo", OPERATORS[name]);
    if (FUNCTIONS.includes(name)) return leaf("mi", name);
    if (name === "frac") return { tag: "mfrac", children: [group(), group()] };
    if (name === "sqrt") return { tag: "msqrt", children: [group()] };
    if (name === "hat")
      return {
        tag: "mover",
        children: [group(), leaf("mo", "^", { stretchy: "false" })],
        attributes: { accent: "true" },
      };
    if (name === "mathrm" || name === "text") return group();
    if (name in ALPHABETS) return leaf("mi", inAlphabet(name, group().text ?? ""));
    if (name === "left") return fenced();
    throw new Error(`${latex}: \\${name} is not known`);
  }

  /** @returns {Part} */
  function fenced() {
    const open = tokens[at];
    at += 1;
    const inside = row("\\right");
    const close = tokens[at];
    at += 1;
    return { tag: "mrow", children: [leaf("mo", open), ...inside, leaf("mo", close)] };
  }

  return { tag: "math", children: row(null) };
}

/** @param {string} tag @param {string} text @param {Record<string, string>} [attributes] @returns {Part} */
const leaf = (tag, text, attributes) => ({ tag, text, attributes });
/** @param {string} width @returns {Part} */
const space = (width) => ({ tag: "mspace", attributes: { width } });

/** @param {string} alphabet @param {string} letter */
function inAlphabet(alphabet, letter) {
  const [first, older] = ALPHABETS[alphabet];
  return older[letter] ?? String.fromCodePoint(first + letter.charCodeAt(0) - 65);
}

/**
 * A formula to put on the page; one that takes more than is known here stands as it is written.
 * @param {string} latex
 * @returns {Element}
 */
export function formula(latex) {
  try {
    return built(parseFormula(latex));
  } catch {
    const plain = document.createElement("code");
    plain.textContent = latex;
    return plain;
  }
}

/** @param {Part} node @returns {Element} */
function built({ tag, text, children = [], attributes = {} }) {
  const element = document.createElementNS(MATHML, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...(text === undefined ? children.map(built) : [text]));
  return element;
}
