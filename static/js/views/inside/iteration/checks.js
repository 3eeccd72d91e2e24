import { at } from "../../../inside/iteration-source.js";
import * as text from "../../../inside/iteration-text.js";

/** @import { State } from "../../../types.js" */
/** @import { GradientCheckBody } from "../../../wire.js" */
/** @import { Source } from "../../../inside/iteration-source.js" */
/** @import { Choice } from "./equation-list.js" */

/** Entries times numbers of a hidden layer that are checked unasked: a second or two of the server's. */
const MOST_WORK = 3e8;
/** Milliseconds that a moment must stand before it is checked. */
const STANDS = 120;
/** @typedef {"dW1" | "db1" | "dW2" | "db2"} GradientName */

/** @param {string} name @returns {name is GradientName} */
const isGradient = (name) => ["dW1", "db1", "dW2", "db2"].includes(name);
/** @param {Source} source */
function isMuch({ matrices: { W1, W2 }, m }) {
  const entries = W1.rows * (W1.columns + 1) + W2.rows * (W1.rows + 1);
  return entries * W1.rows * m > MOST_WORK;
}
/** @param {State} state */
const moves = ({ playing, goal, runState }) => playing || goal !== null || runState === "running";

/**
 * Finite differences of the gradients that are shown, from the server, once for each moment.
 * @param {ReturnType<typeof import("../../../api.js").createApi>} api
 * @param {() => void} onAnswer
 */
export function createChecks(api, onAnswer) {
  let asked = "";
  let failed = "";
  /** @type {GradientCheckBody | "failed" | null} */
  let answer = null;
  let leaving = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** A moment and what of it is looked at. @param {State} state @param {Source} source */
  function momentOf({ run, frame }, { kind, examples, matrices }) {
    const parameters = ["W1", "b1", "W2", "b2"].map((name) => Array.from(matrices[name].values ?? []).join());
    return [run?.id, frame?.snapshot.iteration, kind.one ? examples[0] : "all", ...parameters].join(" ");
  }

  /** @param {string} id @param {number | null} example @param {string} moment */
  async function ask(id, example, moment) {
    const { signal } = leaving;
    try {
      const found = await api.checkGradients(id, { of: "cost", example, entries: true }, signal);
      if (moment === asked) answer = found;
    } catch {
      if (signal.aborted) return;
      answer = "failed";
      failed = moment;
      asked = ""; // whoever wants it again may ask again
    }
    onAnswer();
  }

  function stop() {
    clearTimeout(timer);
    leaving.abort();
    leaving = new AbortController();
    asked = "";
    answer = null;
  }

  return {
    stop,
    /** Ask for what is chosen, if it is a gradient of a run that stands still. @param {State} state @param {Source} source @param {Choice} choice */
    want(state, source, choice) {
      if (!isGradient(choice.equation.result) || moves(state) || !state.run) return;
      if (state.runState === "diverged" || isMuch(source)) return;
      const moment = momentOf(state, source);
      if (moment === asked) return;
      stop();
      asked = moment;
      const { id } = state.run;
      const example = source.kind.one ? source.examples[0] - 1 : null;
      timer = setTimeout(() => ask(id, example, moment), STANDS);
    },
    /** Leave what nobody waits for any more. @param {State} state */
    forget(state) {
      if (asked && moves(state)) stop();
    },
    /** @param {State} state @param {Source} source @param {Choice} choice @returns {string | null} */
    say(state, source, { equation: { result }, row, column }) {
      if (!isGradient(result) || state.runState === "diverged") return null;
      if (moves(state)) return text.checkWaits;
      if (isMuch(source)) return text.checkTooLong;
      if (answer === "failed" && failed === momentOf(state, source)) return text.checkFailed;
      if (!answer || answer === "failed" || asked !== momentOf(state, source)) return text.checking;
      const entries = answer.entries?.[result];
      if (entries?.at_kink[row]?.[column]) return text.atKink;
      const numeric = entries?.numeric[row]?.[column] ?? Number.NaN;
      const difference = Math.abs(numeric - at(source.matrices[result], row, column));
      return text.finiteDifference(numeric, difference, answer.overall.relative_error ?? Number.NaN);
    },
  };
}
