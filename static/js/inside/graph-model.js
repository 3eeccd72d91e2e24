/** The computation graph of an iteration: what goes along each edge, and what comes back. Pure. */
import { at, matrixOf } from "./iteration-source.js";

/** @import { Matrix, Source } from "./iteration-source.js" */

/** @typedef {"x" | "W1" | "b1" | "z1" | "a1" | "W2" | "b2" | "z2" | "a2" | "y" | "loss"} NodeName */
/** What of a node goes on to the next one; gradient null: nothing is learned from it. @typedef {{ from: NodeName, to: NodeName, value: Matrix, gradient: Matrix | null }} Edge */

/** The nodes that each equation, 1 to 12, is about. @type {NodeName[]} */
export const NODE_OF_EQUATION = ["z1", "a1", "z2", "a2", "loss", "a2", "z2", "W2", "b2", "z1", "W1", "b1"];

/** @param {Matrix} like @param {(row: number, column: number) => number} entry */
function filled({ rows, columns, values }, entry) {
  if (!values) return { rows, columns, values: null };
  const found = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) found[r * columns + c] = entry(r, c);
  return matrixOf(found, rows, columns);
}

/** The loss's derivative by what the output says. @param {Source} source */
function dA2({ kind, matrices: { A2, Y } }) {
  return filled(A2, (r, c) => {
    const [a, y] = [at(A2, r, c), at(Y, r, c)];
    if (kind.output === "sigmoid") return (y ? -y / a : 0) + (y === 1 ? 0 : (1 - y) / (1 - a)); // 0 / 0 is 0
    return kind.output === "softmax" ? (y ? -y / a : 0) : a - y;
  });
}

/** W2^T dZ2. @param {Source} source */
function dA1({ matrices: { A1, W2, dZ2 } }) {
  return filled(A1, (r, c) => {
    let sum = 0;
    for (let k = 0; k < W2.rows; k++) sum += at(W2, k, r) * at(dZ2, k, c);
    return sum;
  });
}

/** @param {Source} source @returns {Edge[]} */
export function edgesOf(source) {
  const { matrices: M, kind } = source;
  /** @param {NodeName} from @param {NodeName} to @param {Matrix} value @param {Matrix | null} gradient @returns {Edge} */
  const edge = (from, to, value, gradient) => ({ from, to, value, gradient });
  return [
    edge("x", "z1", M.X, null),
    edge("z1", "a1", M.Z1, M.dZ1),
    edge("a1", "z2", M.A1, dA1(source)),
    edge("z2", "a2", M.Z2, M.dZ2),
    edge("a2", "loss", M.A2, dA2(source)),
    edge("y", "loss", M.Y, null),
    edge("W1", "z1", M.W1, M.dW1),
    edge("W2", "z2", M.W2, M.dW2),
    ...(kind.biases ? [edge("b1", "z1", M.b1, M.db1), edge("b2", "z2", M.b2, M.db2)] : []),
  ];
}

/** The length of a matrix as a vector. @param {Matrix} matrix */
export function norm({ values }) {
  if (!values) return Number.NaN;
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] ** 2;
  return Math.sqrt(sum);
}

/** @typedef {{ nodes: Partial<Record<NodeName, [x: number, y: number]>>, width: number, height: number, upright: boolean }} GraphLayout */

/** Where nodes stand: in a row with the parameters over it, or upright with them beside it. @param {boolean} upright @returns {GraphLayout} */
export function layoutOf(upright) {
  const chain = /** @type {NodeName[]} */ (["x", "z1", "a1", "z2", "a2", "loss"]);
  /** @type {GraphLayout["nodes"]} */
  const nodes = {};
  if (upright) {
    for (const [k, name] of chain.entries()) nodes[name] = [170, 24 + 112 * k];
    for (const [name, beside, x] of /** @type {const} */ ([
      ["W1", "z1", 46],
      ["b1", "z1", 294],
      ["W2", "z2", 46],
      ["b2", "z2", 294],
      ["y", "loss", 294],
    ]))
      nodes[name] = [x, nodes[beside]?.[1] ?? 0];
    return { nodes, width: 340, height: 640, upright };
  }
  for (const [k, name] of chain.entries()) nodes[name] = [34 + 142 * k, 196];
  for (const [name, under, shift] of /** @type {const} */ ([
    ["W1", "z1", -30],
    ["b1", "z1", 30],
    ["W2", "z2", -30],
    ["b2", "z2", 30],
    ["y", "loss", 0],
  ]))
    nodes[name] = [(nodes[under]?.[0] ?? 0) + shift, 40];
  return { nodes, width: 780, height: 290, upright };
}
