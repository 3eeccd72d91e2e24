/** Where one entry of a result comes from: the numbers that make it, and where they stand. Pure. */
import { at, costOf } from "./iteration-source.js";

/** @import { Equation } from "./equations.js" */
/** @import { Source } from "./iteration-source.js" */

/** A row, a column or an entry of the k-th part of an equation; null: all of them. @typedef {{ part: number, row: number | null, column: number | null }} Ring */
/**
 * value = (sum of the products of `terms`) / divisor, times `times`, plus `plus`; or a function of numbers.
 * @typedef {object} Unfolded
 * @property {number} value
 * @property {Ring[]} rings
 * @property {number[][]} terms the factors of each product
 * @property {number} divisor
 * @property {number | null} plus
 * @property {number | null} times
 * @property {string | null} call what makes the value of one number
 * @property {boolean} known the numbers that make it are here
 */

/** @param {number} length @param {(k: number) => number[]} term */
const terms = (length, term) => Array.from({ length }, (_, k) => term(k));

/** The places of the matrices among the parts of an equation. @param {Equation} equation @param {string} name */
const place = ({ parts }, name) => parts.findIndex((part) => "matrix" in part && part.matrix === name);

/**
 * @param {Source} source
 * @param {Equation} equation
 * @param {number} row
 * @param {number} column
 * @param {number} rate the learning rate
 * @returns {Unfolded}
 */
export function unfold(source, equation, row, column, rate) {
  const { matrices: M, m, kind } = source;
  /** @param {string} name @param {number | null} r @param {number | null} c @returns {Ring} */
  const ring = (name, r, c) => ({ part: place(equation, name), row: r, column: c });
  /** @param {Partial<Unfolded>} found @returns {Unfolded} */
  const made = (found) => {
    const rings = (found.rings ?? []).filter(({ part }) => part >= 0);
    const empty = { terms: [], divisor: 1, plus: null, times: null, call: null };
    const value = equation.result === "cost" ? costOf(source) : at(M[equation.result], row, column);
    const known = equation.parts.every((part) => !("matrix" in part) || M[part.matrix].values !== null);
    return {
      ...empty,
      known: known && (equation.result !== "cost" || M.losses.values !== null),
      value,
      ...found,
      rings,
    };
  };
  switch (equation.how) {
    case "affine": {
      const [W, A, b] = equation.result === "Z1" ? ["W1", "X", "b1"] : ["W2", "A1", "b2"];
      return made({
        terms: terms(M[W].columns, (k) => [at(M[W], row, k), at(M[A], k, column)]),
        plus: kind.biases ? at(M[b], row, 0) : null,
        rings: [ring(W, row, null), ring(A, null, column), ring(b, row, 0)],
      });
    }
    case "activation":
      return made({
        terms: [[at(M.Z1, row, column)]],
        call: kind.activation,
        rings: [ring("Z1", row, column)],
      });
    case "output": {
      const whole = kind.output === "softmax";
      const rows = whole ? M.Z2.rows : 1;
      return made({
        terms: terms(rows, (k) => [at(M.Z2, whole ? k : row, column)]),
        call: kind.output,
        rings: [ring("Z2", whole ? null : row, column)],
      });
    }
    case "cost":
      return made({ terms: terms(M.losses.values ? m : 0, (k) => [at(M.losses, 0, k)]), divisor: m });
    case "prediction": {
      const several = M.A2.rows > 1;
      return made({
        terms: terms(M.A2.rows, (k) => [at(M.A2, k, column)]),
        call: kind.classes ? (several ? "argmax" : "threshold") : "linear",
        rings: [ring("A2", several ? null : row, column)],
      });
    }
    case "error": {
      const open = kind.output === "relu" ? Number(at(M.Z2, row, column) > 0) : null;
      return made({
        terms: [[at(M.A2, row, column)], [-at(M.Y, row, column)]],
        times: open,
        rings: [ring("A2", row, column), ring("Y", row, column), ring("Z2", row, column)],
      });
    }
    case "product": {
      const [dZ, A] = equation.result === "dW2" ? ["dZ2", "A1"] : ["dZ1", "X"];
      return made({
        terms: M[dZ].values ? terms(m, (k) => [at(M[dZ], row, k), at(M[A], column, k)]) : [],
        divisor: m,
        rings: [ring(dZ, row, null), ring(A, column, null)],
      });
    }
    case "sum": {
      const dZ = equation.result === "db2" ? "dZ2" : "dZ1";
      return made({
        terms: M[dZ].values ? terms(m, (k) => [at(M[dZ], row, k)]) : [],
        divisor: m,
        rings: [ring(dZ, row, null)],
      });
    }
    case "chain":
      return made({
        terms: terms(M.W2.rows, (k) => [at(M.W2, k, row), at(M.dZ2, k, column)]),
        times: at(M.slopes, row, column),
        rings: [ring("W2", null, row), ring("dZ2", null, column), ring("slopes", row, column)],
      });
    case "update": {
      const { name = "" } = equation;
      const plain = place(equation, `d${name}`) >= 0;
      const taken = plain ? `d${name}` : `step_${name}`;
      const step = at(M[taken], row, column);
      return made({
        terms: plain ? [[-rate, step]] : [[-step]],
        plus: at(M[name], row, column),
        rings: [ring(name, row, column), ring(taken, row, column)],
      });
    }
  }
}

/** What the numbers of an unfolded entry come to; NaN where a function makes it. @param {Unfolded} unfolded */
export function comesTo({ terms: all, divisor, plus, times, call }) {
  if (call !== null) return Number.NaN;
  const sum = all.reduce(
    (total, factors) => total + factors.reduce((product, factor) => product * factor, 1),
    0,
  );
  return (sum / divisor) * (times ?? 1) + (plus ?? 0);
}
