import { strict as assert } from "node:assert";
import { test } from "node:test";
import { parseFormula } from "../../static/js/formula.js";

/** @typedef {ReturnType<typeof parseFormula>} Part */

/** A tree in a line: mi(x) is x, the rest by its name. @param {Part} part @returns {string} */
function line({ tag, text, children, attributes }) {
  if (text !== undefined) return tag === "mo" ? `‹${text}›` : text;
  if (tag === "mspace") return attributes?.width === "0.167em" ? "," : ";";
  return `${tag}(${(children ?? []).map(line).join(" ")})`;
}
/** @param {string} latex */
const read = (latex) => line(parseFormula(latex)).slice(5, -1);

test("letters, numbers, signs and Greek", () => {
  assert.equal(read(String.raw`W := W - \alpha \, dW`), "W ‹:=› W ‹−› α , d W");
  assert.equal(read("0.5 z"), "0.5 z");
});

test("fractions, roots, hats, powers and indices", () => {
  assert.equal(
    read(String.raw`\frac{1}{\sqrt{\hat{s}} + \varepsilon}`),
    "mfrac(1 mrow(msqrt(mover(s ‹^›)) ‹+› ε))",
  );
  assert.equal(read("x_{k}^{2}"), "msubsup(x k 2)");
  assert.equal(read(String.raw`g^{\prime}(z)`), "msup(g ‹′›) ‹(› z ‹)›");
});

test("an index of several letters is a word", () => {
  assert.equal(read("n_{in} + n_{h}"), "msub(n in) ‹+› msub(n h)");
  assert.equal(read(String.raw`\mathrm{cost}`), "cost");
});

test("functions stand off, alphabets and fences are themselves", () => {
  assert.equal(read(String.raw`y \ln x`), "y , ln , x");
  assert.equal(read(String.raw`= \max(0, z)`), "‹=› max ‹(› 0 ‹,› z ‹)›");
  assert.equal(
    read(String.raw`\mathcal{N}\left(0, 1\right) \in \mathbb{R}`),
    "𝒩 mrow(‹(› 0 ‹,› 1 ‹)›) ‹∈› ℝ",
  );
});

test("what is not known is said", () => {
  assert.throws(() => parseFormula(String.raw`\oint x`), /\\oint is not known/);
  assert.throws(() => parseFormula("{x"), /} is missing/);
  assert.throws(() => parseFormula("x^"), /ends too soon/);
});
