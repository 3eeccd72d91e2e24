/** Sentences of the panel that shows the cost over a plane. */
import { formatCost, formatCount, formatPercent, formatPlain } from "../format.js";
import { say } from "../language.js";

export const directions = say("Directions");
export const random = say("random");
export const principal = say("of the path");
export const randomHelp = say(
  "Two random directions, each filter scaled to the length of the run's own, or to 1 where that is 0",
);
export const principalHelp = say("The two directions along which the path extends furthest");
export const draw = say("Other random directions");
export const span = say("Extent");
/** @param {number} span */
export const spanOf = (span) => `\u00b1${formatPlain(span)}`;
export const log = say("log");
export const solid = say("3-D");
export const compute = say("Compute");
export const again = say("Again");
export const cancel = say("Cancel");
export const computing = say("Computing the landscape");
export const picture = say("Cost over a plane through the weights: arrow keys read it off");
export const nothing = say("The cost over a plane through the weights, computed where the run stands.");

/** @param {number | null} low @param {number | null} high */
export const costs = (low, high) =>
  say("Cost {low} to {high}.", { low: formatCost(low), high: formatCost(high) });
/** @param {number | null} share */
export const explained = (share) =>
  say("The plane holds {share} of the path.", { share: formatPercent(share) });
/** @param {number} at */
export const computedAt = (at) => say("Computed at iteration {at}.", { at: formatCount(at) });
/** @param {number} at @param {number} now */
export const movedOn = (at, now) =>
  say("Computed at iteration {at}; now {now}.", { at: formatCount(at), now: formatCount(now) });
/** @param {number} at */
export const otherWeights = (at) =>
  say("Computed at iteration {at}, with other weights than now.", { at: formatCount(at) });
/** @param {number | null} cost @param {number} first @param {number} second */
export const costAt = (cost, first, second) =>
  say("cost {cost} at ({first}, {second})", {
    cost: formatCost(cost ?? Number.POSITIVE_INFINITY),
    first: formatPlain(Number(first.toPrecision(3))),
    second: formatPlain(Number(second.toPrecision(3))),
  });
export const start = say("start of the path");
export const here = say("the run");
