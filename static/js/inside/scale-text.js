/** Sentences of the init scale's panel; static/js/text.js says how they are found. */
import { formatCost, formatCount, formatPercent, formatPlain, formatValue } from "../format.js";
import { say } from "../language.js";

/** @import { ScaledRunBody } from "../wire.js" */

export const iterations = say("Iterations");
export const run = say("Run");
export const cancel = say("Cancel");
export const table = say("Table");
export const compare = say("Compare side by side");
export const figure = say("Cost against the scale of the first weights");
export const scale = say("Scale");
export const atStart = say("cost at start");
/** @param {number} count */
export const after = (count) => say("after {count}", { count: formatCount(count) });
export const saturated = say("saturated");
export const dead = say("dead at end");
export const gradient = say("\u2016dW1\u2016");
/** @param {number} count */
export const invitation = (count) =>
  say(
    "How large should the first weights be? One run from each of {count} scales, with the same draws: cost, saturation and gradient of each.",
    { count },
  );
/** @param {number} count */
export const running = (count) => say("Training {count} runs \u2026", { count });
export const cancelled = say("Cancelled.");
export const outdated = say("The choices have changed since: run it again.");
/** @param {string} scheme */
export const noScale = (scheme) => say("{scheme} takes no scale: choose another init scheme.", { scheme });

/** One run in a line. @param {ScaledRunBody} run */
export function readout({ scale: size, start, end, diverged_at }) {
  const values = {
    scale: formatPlain(size),
    before: formatShortly(start.train_cost),
    cost: formatShortly(end?.train_cost),
    norm: formatNumber(start.gradient_norms.dW1),
    share: formatPercent(start.saturated ?? end?.dead),
    iteration: formatCount(diverged_at ?? 0),
  };
  const cost =
    diverged_at === null
      ? say("\u00d7\u202f{scale}: cost {before} \u2192 {cost}", values)
      : say("\u00d7\u202f{scale}: cost {before}, diverged at iteration {iteration}", values);
  const rest =
    start.saturated === null
      ? say("\u2016dW1\u2016 {norm}, {share} dead", values)
      : say("\u2016dW1\u2016 {norm}, {share} saturated", values);
  return `${cost}; ${rest}`;
}

/** Four digits. @param {number | null | undefined} cost */
const formatShortly = (cost) =>
  cost == null ? "\u221e" : cost >= 1e6 ? formatCost(cost) : formatPlain(Number(cost.toPrecision(4)));

/** @param {number} best @param {number | null} cost @param {number} count @param {number} runs */
export const summary = (best, cost, count, runs) =>
  say("Of {runs} scales \u00d7\u202f{scale} has the lowest cost after {count} iterations: {cost}.", {
    runs,
    scale: formatPlain(best),
    count: formatCount(count),
    cost: formatCost(cost),
  });
export const noneFinite = say("No run stayed finite.");
export const divergedWord = say("diverged");

/** Three digits or so. @param {number | null} value */
export const formatNumber = (value) => (value === null ? "\u221e" : formatValue(value));
