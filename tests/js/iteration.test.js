import { strict as assert } from "node:assert";
import { test } from "node:test";
import { equationsOf, lineOf, UPDATE, updatesOf } from "../../static/js/inside/equations.js";
import { edgesOf, layoutOf, norm } from "../../static/js/inside/graph-model.js";
import { at, costOf, matrixOf, workedSource } from "../../static/js/inside/iteration-source.js";
import { loopForms } from "../../static/js/inside/loop-forms.js";
import { nearestExample } from "../../static/js/inside/nearest-example.js";
import { sumText } from "../../static/js/inside/sum-line.js";
import { comesTo, unfold } from "../../static/js/inside/unfold.js";

/** @import { Kind, Source } from "../../static/js/inside/iteration-source.js" */

/** A network 2-3-1 (sigmoid twice) with all its numbers, computed here as plainly as can be. @param {number} m @returns {Source} */
function network(m) {
  const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z));
  const W1 = [
    [0.5, -1.2],
    [0.3, 0.8],
    [-0.7, 0.1],
  ];
  const b1 = [[0.1], [-0.2], [0.05]];
  const W2 = [[1.1, -0.4, 0.6]];
  const b2 = [[0.2]];
  const X = [0, 1].map((row) => Array.from({ length: m }, (_, k) => Math.sin(3 * k + row)));
  const Y = [Array.from({ length: m }, (_, k) => k % 2)];
  /** @param {number[][]} A @param {number[][]} B */
  const times = (A, B) => A.map((row) => B[0].map((_, c) => row.reduce((sum, a, k) => sum + a * B[k][c], 0)));
  /** @param {number[][]} A */
  const turned = (A) => A[0].map((_, c) => A.map((row) => row[c]));
  /** @param {number[][]} A @param {(a: number, r: number, c: number) => number} f */
  const mapped = (A, f) => A.map((row, r) => row.map((a, c) => f(a, r, c)));
  /** @param {number[][]} A */
  const summed = (A) => A.map((row) => [row.reduce((sum, a) => sum + a, 0) / m]);
  const Z1 = mapped(times(W1, X), (z, r) => z + b1[r][0]);
  const A1 = mapped(Z1, sigmoid);
  const Z2 = mapped(times(W2, A1), (z, r) => z + b2[r][0]);
  const A2 = mapped(Z2, sigmoid);
  const losses = mapped(A2, (a, r, c) => -(Y[r][c] ? Math.log(a) : Math.log(1 - a)));
  const dZ2 = mapped(A2, (a, r, c) => a - Y[r][c]);
  const slopes = mapped(A1, (a) => a * (1 - a));
  const dZ1 = mapped(times(turned(W2), dZ2), (a, r, c) => a * slopes[r][c]);
  const dW2 = mapped(times(dZ2, turned(A1)), (a) => a / m);
  const dW1 = mapped(times(dZ1, turned(X)), (a) => a / m);
  const arrays = { X, Y, W1, b1, W2, b2, Z1, A1, Z2, A2, losses, dZ2, slopes, dZ1, dW1, dW2 };
  return workedSource({
    activation: "sigmoid",
    output: "sigmoid",
    m,
    arrays: { ...arrays, db1: summed(dZ1), db2: summed(dZ2) },
  });
}

test("every entry of every result unfolds into numbers that come to it", () => {
  for (const m of [1, 7]) {
    const source = network(m);
    let seen = 0;
    for (const equation of equationsOf(source.kind)) {
      if (["activation", "output", "prediction"].includes(equation.how)) continue;
      const shape = source.matrices[equation.result] ?? { rows: 1, columns: 1 };
      for (let row = 0; row < shape.rows; row++)
        for (let column = 0; column < shape.columns; column++) {
          const unfolded = unfold(source, equation, row, column, 0);
          assert.ok(unfolded.known);
          assert.ok(Math.abs(comesTo(unfolded) - unfolded.value) < 1e-12, equation.result);
          seen += 1;
        }
    }
    assert.equal(seen, 3 * m + m + 1 + m + 3 + 1 + 3 * m + 6 + 3);
  }
});

test("an activation and an output unfold into their z", () => {
  const source = network(4);
  const [, second, , fourth, , sixth] = equationsOf(source.kind);
  assert.deepEqual(unfold(source, second, 2, 3, 0).terms, [[at(source.matrices.Z1, 2, 3)]]);
  const output = unfold(source, fourth, 0, 1, 0);
  assert.equal(output.call, "sigmoid");
  assert.ok(/^σ\([−\d.]+\) = [\d.]+$/.test(sumText(output, fourth)));
  assert.ok(/^0\.\d+ [>≤] 0\.5 → [01]$/.test(sumText(unfold(source, sixth, 0, 1, 0), sixth)));
});

test("a long sum tells its first terms and what the others come to", () => {
  const source = network(400);
  const equation = equationsOf(source.kind)[10];
  const text = sumText(unfold(source, equation, 1, 0, 0), equation);
  assert.ok(/^1\/400 × \(.+ × .+ \+ … \(397 more: .+\)\) = [+−].+$/.test(text));
  assert.equal(sumText(unfold(network(2), equation, 1, 0, 0), equation).includes("more"), false);
});

test("rings show the row and the column that meet in an entry", () => {
  const source = network(5);
  const [first] = equationsOf(source.kind);
  assert.deepEqual(unfold(source, first, 2, 4, 0).rings, [
    { part: 0, row: 2, column: null },
    { part: 1, row: null, column: 4 },
    { part: 3, row: 2, column: 0 },
  ]);
  const eleventh = equationsOf(source.kind)[10];
  assert.deepEqual(unfold(source, eleventh, 2, 1, 0).rings, [
    { part: 1, row: 2, column: null },
    { part: 2, row: 1, column: null }, // of X as it is: a column of its transpose
  ]);
});

test("the update takes alpha times the gradient, or what the optimizer really takes", () => {
  const source = network(3);
  const { W1, dW1 } = source.matrices;
  const after = Float64Array.from(
    { length: 6 },
    (_, k) => (W1.values?.[k] ?? 0) - 1.2 * (dW1.values?.[k] ?? 0),
  );
  source.matrices.next_W1 = { ...W1, values: after };
  source.matrices.step_W1 = { ...W1, values: after.map((value, k) => (W1.values?.[k] ?? 0) - value) };
  for (const plain of [true, false]) {
    const [equation] = updatesOf(plain, true);
    const unfolded = unfold(source, equation, 1, 1, 1.2);
    assert.equal(equation.number, UPDATE);
    assert.ok(Math.abs(comesTo(unfolded) - after[3]) < 1e-15);
    assert.equal(/1\.200 × /.test(sumText(unfolded, equation)), plain);
  }
  assert.equal(updatesOf(true, false).length, 2);
});

/** @type {Kind} */
const all = { one: false, activation: "tanh", output: "sigmoid", biases: true, classes: true };

test("there are six equations forward and six backward, as the chapter writes them", () => {
  const lines = equationsOf(all).map(lineOf);
  assert.equal(lines.length, 12);
  assert.equal(lines[0], "Z^{[1]} = W^{[1]} X + b^{[1]}");
  assert.equal(lines[6], "dZ^{[2]} = A^{[2]} - Y");
  assert.equal(lines[7], "dW^{[2]} = \\frac{1}{m} dZ^{[2]} A^{[1]T}");
  assert.equal(lines[9], "dZ^{[1]} = W^{[2]T} dZ^{[2]} \\ast g^{\\prime}(Z^{[1]})");
  assert.equal(lines[10], "dW^{[1]} = \\frac{1}{m} dZ^{[1]} X^{T}");
  const one = equationsOf({ ...all, one: true }).map(lineOf);
  assert.equal(one[0], "z^{[1]} = W^{[1]} x + b^{[1]}");
  assert.equal(one[10], "dW^{[1]} = dz^{[1]} x^{T}");
});

test("another output has other equations for itself, its cost and its error", () => {
  const [, , , output, cost, prediction, error] = equationsOf({ ...all, output: "relu", classes: false }).map(
    lineOf,
  );
  assert.ok(/ReLU/.test(output));
  assert.ok(/\^\{2\}$/.test(cost));
  assert.equal(prediction, "\\hat{Y} = A^{[2]}");
  assert.ok(/> 0 \]/.test(error));
  assert.ok(/argmax/.test(lineOf(equationsOf({ ...all, output: "softmax" })[5])));
});

test("without biases nothing is added, and their gradients are idle", () => {
  const equations = equationsOf({ ...all, biases: false });
  assert.equal(lineOf(equations[2]), "Z^{[2]} = W^{[2]} A^{[1]}");
  assert.deepEqual(
    equations.flatMap(({ idle, number }) => (idle ? [number] : [])),
    [9, 12],
  );
});

test("the graph carries back what the chain rule says", () => {
  const source = network(1);
  const edges = new Map(edgesOf(source).map((edge) => [edge.from, edge]));
  const { A2, Y, W2, dZ2 } = source.matrices;
  const [a, y] = [at(A2, 0, 0), at(Y, 0, 0)];
  assert.ok(
    Math.abs(at(/** @type {any} */ (edges.get("a2")?.gradient), 0, 0) - (-y / a + (1 - y) / (1 - a))) < 1e-12,
  );
  assert.ok(
    Math.abs(at(/** @type {any} */ (edges.get("a1")?.gradient), 2, 0) - at(W2, 0, 2) * at(dZ2, 0, 0)) < 1e-15,
  );
  assert.equal(edges.get("x")?.gradient, null);
  assert.equal(edges.get("W1")?.gradient, source.matrices.dW1);
  assert.equal(norm({ rows: 1, columns: 2, values: [3, 4] }), 5);
  for (const upright of [false, true]) {
    const { nodes, width, height } = layoutOf(upright);
    for (const [x, y] of Object.values(nodes)) assert.ok(x > 0 && x < width && y > 0 && y < height);
  }
});

test("an output that is right and saturated has its limit for a derivative", () => {
  const source = network(1);
  const said = (/** @type {string} */ output, /** @type {number} */ a, /** @type {number} */ y) => {
    const matrices = { ...source.matrices, A2: matrixOf([a], 1, 1), Y: matrixOf([y], 1, 1) };
    const edges = edgesOf({ ...source, kind: { ...source.kind, output }, matrices });
    return at(/** @type {any} */ (edges.find(({ from }) => from === "a2")?.gradient), 0, 0);
  };
  assert.deepEqual([said("sigmoid", 1, 1), said("sigmoid", 0, 0)], [-1, 1]);
  assert.deepEqual([said("softmax", 0, 0), said("softmax", 0.5, 1)], [0, -2]);
});

test("the cost is the mean of the losses, or what the frame says where they are not here", () => {
  const source = network(3);
  const sum = Array.from(source.matrices.losses.values ?? []).reduce((total, loss) => total + loss, 0);
  assert.ok(Math.abs(costOf(source) - sum / 3) < 1e-15);
  const outline = { rows: 1, columns: 3, values: null };
  const without = { ...source, cost: 0.25, matrices: { ...source.matrices, losses: outline } };
  assert.equal(costOf(without), 0.25);
  assert.equal(unfold(without, equationsOf(source.kind)[4], 0, 0, 0).known, false);
});

test("the loops name the functions and sizes of the network", () => {
  const [units, examples, whole] = loopForms({ ...all, n_h: 4, n_y: 1, m: 400 });
  assert.equal(units[0], "for k in range(400):");
  assert.ok(units.includes("        A1[i, k] = np.tanh(Z1[i, k])"));
  assert.equal(examples.at(-1), "    A2[:, [k]] = sigmoid(z2)");
  assert.deepEqual(whole, ["Z1 = W1 @ X + b1", "A1 = np.tanh(Z1)", "Z2 = W2 @ A1 + b2", "A2 = sigmoid(Z2)"]);
  const other = loopForms({
    ...all,
    activation: "linear",
    output: "softmax",
    biases: false,
    n_h: 4,
    n_y: 3,
    m: 9,
  });
  assert.deepEqual(other[2].slice(0, 2), ["Z1 = W1 @ X", "A1 = Z1"]);
  assert.ok(other[0].includes("    for i in range(3):"));
});

test("a click means the nearest example, if one is near", () => {
  const X = [
    [0, 1, 2],
    [0, 1, 0],
  ];
  assert.equal(nearestExample(X, [0, 4, 0, 4], [0.26, 0.74], 0.05), 1);
  assert.equal(nearestExample(X, [0, 4, 0, 4], [0.9, 0.1], 0.05), null);
  assert.equal(nearestExample([[0, 1, 2]], [0, 4, 0, 4], [0.5, 0.1], 0.05), 2);
});
