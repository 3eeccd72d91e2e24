import { html, setText } from "../../../dom.js";
import { formatCost } from "../../../format.js";
import { formula } from "../../../formula.js";
import { symbolOf } from "../../../inside/equations.js";
import { costOf } from "../../../inside/iteration-source.js";
import * as text from "../../../inside/iteration-text.js";
import { createMatrix, MOST_COLUMNS, MOST_ROWS, spanOf } from "./matrix.js";

/** @import { Equation } from "../../../inside/equations.js" */
/** @import { Matrix, Source } from "../../../inside/iteration-source.js" */
/** @import { Ring, Unfolded } from "../../../inside/unfold.js" */

/** What is chosen: an equation and an entry of its result; the numbers of an update go on after the twelve. @typedef {{ equation: Equation, row: number, column: number }} Choice */
/** @typedef {ReturnType<typeof createMatrix>} Widget */
/** @typedef {{ equation: Equation, element: HTMLElement, number: HTMLElement, result: Widget | null, value: HTMLElement | null, parts: (Widget | null)[] }} Row */

/** Units from which on their columns are narrow, and how narrow (px of a 16 px root). */
const FEW = 4;
const NARROW_CELL = 6;

/** Sides of matrices by what they count. @type {Record<string, [row: string, column: string]>} */
const SIDES = {
  ...{ X: ["x", "m"], Y: ["y", "m"], W1: ["h", "x"], b1: ["h", "1"], W2: ["y", "h"], b2: ["y", "1"] },
  ...{ Z1: ["h", "m"], A1: ["h", "m"], slopes: ["h", "m"], dZ1: ["h", "m"] },
  ...{ Z2: ["y", "m"], A2: ["y", "m"], dZ2: ["y", "m"], predicted: ["1", "m"], losses: ["1", "m"] },
};
/** @param {string} name of a parameter, its gradient or update too */
export const sidesOf = (name) => SIDES[name] ?? SIDES[name.replace(/^(d|next_|step_)/, "")] ?? ["1", "1"];

/**
 * Equations under each other, with their matrices.
 * @param {(equation: Equation, row: number, column: number) => void} onPick an entry of a result; -1: whichever is chosen
 */
export function createEquationList(onPick) {
  /** @type {Row[]} */
  let rows = [];
  /** Where each side of the matrices begins to show. @type {Record<string, number>} */
  let places = {};

  /** @param {Equation} equation @param {boolean} one @returns {Row} */
  function rowOf(equation, one) {
    const isCost = equation.result === "cost";
    const name = equation.number > text.about.length ? text.update : aboutOf(equation, one);
    const number = html("button", { class: "equation-number", type: "button" }, String(equation.number));
    number.setAttribute("aria-label", text.equationNamed(equation.number, name));
    number.addEventListener("click", () => onPick(equation, -1, -1));
    const result = isCost
      ? null
      : createMatrix(equation.symbol, { onPick: (row, column) => onPick(equation, row, column) });
    const value = isCost ? html("button", { class: "equation-value", type: "button" }) : null;
    value?.addEventListener("click", () => onPick(equation, 0, 0));
    const shown =
      result?.element ?? html("span", { class: "matrix" }, symbol(symbolOf("cost", one)), value ?? "");
    const parts = equation.parts.map((part) =>
      "matrix" in part ? createMatrix(part.symbol, { transposed: part.transposed }) : null,
    );
    const between = equation.parts.map(
      (part, k) => parts[k]?.element ?? operator("formula" in part ? part.formula : ""),
    );
    const element = html(
      "li",
      { class: equation.idle ? "equation idle" : "equation", "data-equation": equation.number },
      ...(equation.name ? [] : [number]),
      html("span", { class: "equation-parts" }, shown, operator(equation.name ? ":=" : "="), ...between),
      ...(equation.name ? [] : [html("span", { class: "equation-about" }, name)]),
    );
    return { equation, element, number, result, value, parts };
  }

  return {
    /** Write other equations. @param {Equation[]} equations @param {boolean} one @param {HTMLElement[]} lists each takes its share, in order */
    write(equations, one, lists) {
      rows = equations.map((equation) => rowOf(equation, one));
      const share = Math.ceil(rows.length / lists.length);
      for (const [k, list] of lists.entries())
        list.replaceChildren(...rows.slice(k * share, (k + 1) * share).map(({ element }) => element));
    },
    /** @param {Source} source @param {Uint32Array} palette @param {Record<string, number>} wanted the place of each side that must show */
    draw(source, palette, wanted) {
      places = wanted;
      for (const { equation, result, value, parts } of rows) {
        result?.draw(
          source.matrices[equation.result],
          palette,
          spansOf(equation.result, source.matrices[equation.result]),
        );
        if (value) setText(value, formatCost(costOf(source)));
        for (const [k, part] of equation.parts.entries())
          if ("matrix" in part) {
            const matrix = source.matrices[part.matrix];
            parts[k]?.draw(matrix, palette, spansOf(part.matrix, matrix));
          }
      }
    },
    /** Light one, with what makes its chosen entry. @param {Choice | null} choice @param {Unfolded | null} unfolded @param {number} lit */
    light(choice, unfolded, lit) {
      for (const { equation, element, number, result, value, parts } of rows) {
        const chosen = choice?.equation.result === equation.result;
        element.classList.toggle("lit", equation.number === lit);
        element.classList.toggle("done", equation.number < lit);
        if (equation.number === lit) number.setAttribute("aria-current", "step");
        else number.removeAttribute("aria-current");
        result?.mark(chosen && choice ? choice : null);
        value?.setAttribute("aria-pressed", String(chosen));
        for (const [k, part] of parts.entries()) part?.mark((chosen && ringOf(unfolded, k)) || null);
      }
    },
    /** @param {string} result */
    row: (result) => rows.find(({ equation }) => equation.result === result),
    rows: () => rows,
  };

  /** @param {string} name @param {Matrix} matrix */
  function spansOf(name, matrix) {
    const [down, across] = sidesOf(name);
    const column = spanOf(matrix.columns, MOST_COLUMNS, places[across] ?? 0);
    const row = spanOf(matrix.rows, MOST_ROWS, places[down] ?? 0);
    return { row, column: across === "h" && column.count > FEW ? { ...column, cell: NARROW_CELL } : column };
  }
}

/** @param {Equation} equation @param {boolean} one */
function aboutOf({ number, idle }, one) {
  if (idle) return text.noBiases;
  return one && number === 5 ? text.lossOfOne : text.about[number - 1];
}

/** @param {Unfolded | null} unfolded @param {number} part @returns {Ring | undefined} */
const ringOf = (unfolded, part) => unfolded?.rings.find((ring) => ring.part === part);

/** @param {string} latex */
const symbol = (latex) => html("span", { class: "matrix-symbol" }, formula(latex));

/** What stands between matrices. @param {string} latex */
const operator = (latex) => html("span", { class: "operator" }, formula(latex));
