/** What an iteration consists of, as matrices by the names that the chapter gives them. Pure. */
import { standardization } from "../inputs.js";

/** @import { Frame, State } from "../types.js" */
/** @import { DataBody, WorkedPassBody } from "../wire.js" */

/** Row by row; values null: too many to be sent. @typedef {{ rows: number, columns: number, values: ArrayLike<number> | null }} Matrix */
/**
 * What decides how the equations read.
 * @typedef {object} Kind
 * @property {boolean} one one example, as a column vector; else all
 * @property {string} activation
 * @property {string} output
 * @property {boolean} biases
 * @property {boolean} classes
 */
/**
 * @typedef {object} Source
 * @property {Kind} kind
 * @property {number} m
 * @property {number[]} examples the number of each column's example, from 1
 * @property {Record<string, Matrix>} matrices
 * @property {number | null} cost the mean loss, where the losses are not here
 * @property {{ numbers: number, most: number } | null} leftOut where there are too many numbers
 */

const PARAMETERS = /** @type {const} */ (["W1", "b1", "W2", "b2"]);

/** @param {ArrayLike<number>} values @param {number} rows @param {number} columns @returns {Matrix} */
export const matrixOf = (values, rows, columns) => ({ rows, columns, values });

/** @param {{ shape: number[], values: ArrayLike<number> }} tensor @returns {Matrix} */
const ofTensor = ({ shape: [rows, columns], values }) => matrixOf(values, rows, columns);

/** @param {(number | null)[][]} rows @returns {Matrix} */
const ofRows = (rows) =>
  matrixOf(
    Float64Array.from(rows.flat(), (value) => value ?? Number.NaN),
    rows.length,
    rows[0].length,
  );

/** One entry. @param {Matrix} matrix @param {number} row @param {number} column */
export const at = ({ columns, values }, row, column) =>
  values ? values[row * columns + column] : Number.NaN;

/**
 * The class that each column of A2 stands for, from 0; for real targets A2 itself.
 * @param {Matrix} A2
 * @param {boolean} classes
 * @returns {Matrix}
 */
function predicted(A2, classes) {
  if (!classes || !A2.values) return A2;
  const labels = new Float64Array(A2.columns);
  for (let column = 0; column < A2.columns; column++) {
    let best = 0;
    for (let row = 1; row < A2.rows; row++) if (at(A2, row, column) > at(A2, best, column)) best = row;
    labels[column] = A2.rows > 1 ? best : Number(at(A2, 0, column) > 0.5);
  }
  return matrixOf(labels, 1, A2.columns);
}

/** X as the network has it, and Y, of some columns of the data. @param {DataBody} data @param {boolean} standardize @param {number[]} columns */
function examplesOf(data, standardize, columns) {
  const standard = standardize ? standardization(data) : null;
  const X = data.X.map((row, k) => {
    const { centre, scale } = standard?.[k] ?? { centre: 0, scale: 1 };
    return columns.map((column) => (row[column] - centre) / scale);
  });
  return { X: ofRows(X), Y: ofRows(data.Y.map((row) => columns.map((column) => row[column]))) };
}

/** Arrays with a column for each example that a frame leaves out. @param {Record<string, Matrix>} matrices @param {number} m */
function outlines({ W1, W2 }, m) {
  const [n_h, n_y] = [W1.rows, W2.rows];
  const rows = { Z1: n_h, A1: n_h, Z2: n_y, A2: n_y, losses: 1, dZ2: n_y, dZ1: n_h, slopes: n_h };
  return Object.fromEntries(
    Object.entries(rows).map(([name, count]) => [name, { rows: count, columns: m, values: null }]),
  );
}

/**
 * What `next` takes away from the parameters.
 * @param {Record<string, Matrix>} matrices
 * @param {NonNullable<Frame["next"]>} next
 */
function updateOf(matrices, next) {
  /** @type {Record<string, Matrix>} */
  const found = {};
  for (const name of PARAMETERS) {
    const before = matrices[name];
    const after = ofTensor(next[name]);
    const step = Float64Array.from(after.values ?? [], (value, k) => (before.values?.[k] ?? 0) - value);
    found[`next_${name}`] = after;
    found[`step_${name}`] = matrixOf(step, after.rows, after.columns);
  }
  return found;
}

/** The examples of one choice: only a new one is computed. */
export function createSources() {
  /** @type {unknown[]} */
  let known = [];
  /** @type {{ X: Matrix, Y: Matrix, columns: number[] } | null} */
  let examples = null;

  /** @param {DataBody} data @param {boolean} standardize @param {number | null} example */
  function look(data, standardize, example) {
    const wanted = [data, standardize, example];
    if (examples && wanted.every((part, k) => part === known[k])) return examples;
    known = wanted;
    const all = data.train.flatMap((train, k) => (train ? [k] : []));
    const columns = example === null ? all : [example];
    examples = { ...examplesOf(data, standardize, columns), columns };
    return examples;
  }

  /**
   * The iteration of a frame; null where it carries none, or one of other data.
   * @param {Pick<State, "data" | "accepted">} state
   * @param {Frame} frame
   * @returns {Source | null}
   */
  return ({ data, accepted }, { snapshot, trace, parameters, next }) => {
    if (!trace || !parameters || !data || !accepted) return null;
    const { example, m, numbers, most } = trace.about;
    if ((example ?? 0) >= data.train.length) return null;
    const { X, Y, columns } = look(data, accepted.data.standardize, example);
    if (columns.length !== m || X.rows !== parameters.W1.shape[1] || Y.rows !== parameters.W2.shape[0])
      return null;
    const classes = data.label !== null;
    /** @type {Record<string, Matrix>} */
    const matrices = { X, Y };
    for (const name of PARAMETERS) matrices[name] = ofTensor(parameters[name]);
    if (numbers > most) Object.assign(matrices, outlines(matrices, m));
    for (const [name, tensor] of Object.entries(trace.arrays)) matrices[name] = ofTensor(tensor);
    matrices.predicted = predicted(matrices.A2, classes);
    if (next) Object.assign(matrices, updateOf(matrices, next));
    const { activation, output, biases } = accepted.network;
    const { train_cost } = snapshot;
    return {
      cost: example === null ? train_cost : null,
      kind: { one: example !== null, activation, output, biases, classes },
      m,
      examples: columns.map((column) => column + 1),
      matrices,
      leftOut: numbers > most ? { numbers, most } : null,
    };
  };
}

/** An example of the chapter. @param {WorkedPassBody} worked @returns {Source} */
export function workedSource({ activation, output, m, arrays }) {
  const matrices = Object.fromEntries(Object.entries(arrays).map(([name, rows]) => [name, ofRows(rows)]));
  matrices.predicted = predicted(matrices.A2, true);
  return {
    cost: null,
    kind: { one: m === 1, activation, output, biases: true, classes: true },
    m,
    examples: Array.from({ length: m }, (_, k) => k + 1),
    matrices,
    leftOut: null,
  };
}

/** The mean loss. @param {Source} source */
export function costOf({ matrices, m, cost }) {
  const { values } = matrices.losses;
  if (!values) return cost ?? Number.NaN;
  let sum = 0;
  for (let k = 0; k < m; k++) sum += values[k];
  return sum / m;
}
