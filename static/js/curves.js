/** Which curve is drawn, as numbers. */

/** @import { History, State } from "./types.js" */
/** @import { DataBody } from "./wire.js" */

/** @typedef {"cost" | "accuracy" | "r2"} CurveKind */

/**
 * The chosen curve: the cost, or for classes the accuracy, for real targets R squared, which follows from the cost.
 * @param {Pick<State, "curve" | "history" | "accuracies" | "data">} state
 * @returns {{ kind: CurveKind, history: History }}
 */
export function curveOf({ curve, history, accuracies, data }) {
  if (curve === "cost" || !data) return { kind: "cost", history };
  if (data.label) return { kind: "accuracy", history: accuracies };
  const [train, test] = [true, false].map((trained) => scores(history, variance(data, trained)));
  return {
    kind: "r2",
    history: {
      length: history.length,
      iteration: history.iteration,
      train: train(history.train),
      test: test(history.test),
    },
  };
}

/** The cost of real targets is half the mean squared error. @param {History} history @param {number} spread */
function scores({ length }, spread) {
  /** @param {Float64Array} costs */
  return (costs) => costs.slice(0, length).map((cost) => 1 - (2 * cost) / spread);
}

/** @param {DataBody} data @param {boolean} trained */
function variance({ Y, train }, trained) {
  const targets = Y[0].filter((_, k) => train[k] === trained);
  const mean = targets.reduce((sum, y) => sum + y, 0) / targets.length;
  return targets.reduce((sum, y) => sum + (y - mean) ** 2, 0) / targets.length;
}
