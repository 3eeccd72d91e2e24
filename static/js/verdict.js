/** Which examples the network of a frame predicts rightly. */
import { arithmeticOf } from "./arithmetic.js";

/** @import { Frame, State } from "./types.js" */
/** @import { DataBody } from "./wire.js" */

/**
 * @typedef {object} Verdict
 * @property {number[]} wrong examples of which another class is predicted, by index
 * @property {number[][]} train how often each class (rows) is predicted as each (columns), of the training examples
 * @property {number[][] | null} test the same of the test examples, if there are any
 */

/** After a verdict that took t, while the run plays, the next one waits 9 t: a tenth of the time goes into them. */
const REST = 9;

/**
 * The verdict on the newest frame; while a large run plays, on one a little before it.
 * @param {() => number} [clock] milliseconds
 * @returns {(state: Pick<State, "frame" | "data" | "accepted" | "catalog" | "playing">) => Verdict | null}
 */
export function createVerdicts(clock = () => performance.now()) {
  /** @type {Frame | null} */
  let judged = null;
  /** @type {DataBody | null} */
  let known = null;
  /** @type {Verdict | null} */
  let verdict = null;
  let freeAt = 0;
  return (state) => {
    const { frame, data, playing } = state;
    if (!frame || !data?.label) return null;
    if (data === known && (frame === judged || (playing && clock() < freeAt))) return verdict;
    const begun = clock();
    verdict = judge(state, data, data.label);
    [judged, known] = [frame, data];
    const ended = clock();
    freeAt = ended + REST * (ended - begun);
    return verdict;
  };
}

/**
 * @param {Pick<State, "frame" | "data" | "accepted" | "catalog">} state
 * @param {DataBody} data
 * @param {number[]} label
 * @returns {Verdict | null}
 */
function judge(state, { X, train, class_names }, label) {
  const network = arithmeticOf(state, state.frame?.parameters ?? null);
  if (!network) return null;
  const count = class_names.length;
  const empty = () => Array.from({ length: count }, () => new Array(count).fill(0));
  const [trained, tested] = [empty(), empty()];
  /** @type {number[]} */
  const wrong = [];
  for (const [k, name] of label.entries()) {
    const predicted = Math.max(0, network.label(network.output(network.hidden(X.map((row) => row[k])))));
    if (predicted !== name) wrong.push(k);
    (train[k] ? trained : tested)[name][predicted] += 1;
  }
  return { wrong, train: trained, test: train.every(Boolean) ? null : tested };
}
