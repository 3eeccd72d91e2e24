/** Sentences of the activation microscope; static/js/text.js says how they are found. */
import { formatCount, formatPercent, formatPlain } from "../format.js";
import { say, sayCount } from "../language.js";

export const allUnits = say("All units");
export const all = say("all");
/** @param {number} unit */
export const unitName = (unit) => say("Unit {number}", { number: unit + 1 });
export const unit = say("Unit");
export const compareWith = say("Compare with");
export const nothingCompared = say("compare with \u2026");
export const figure = say("Activation, its slope and how z is spread");
export const list = say("z of each unit");
export const mean = say("mean a");
export const saturated = say("saturated");
export const inactive = say("g\u2032 = 0");
export const dead = say("dead");
export const diverged = say("The weights have left the finite range: there is no z to look at.");

/** What counts as saturated. @param {number | null} threshold */
export const definition = (threshold) =>
  threshold === null
    ? say(
        "This activation does not saturate on both sides. Counted is z with g\u2032 = 0: nothing is learned there. Dead: g\u2032 = 0 on every example.",
      )
    : say("Saturated: g\u2032 is under 1\u202f% of its maximum, here where |z| > {threshold}.", {
        threshold: formatPlain(Number(threshold.toFixed(2))),
      });

/** @param {number | null} number of a unit; null: all @param {string} activation */
export const under = (number, activation) =>
  number === null
    ? say("all as {activation}", { activation })
    : say("{number} as {activation}", { number: number + 1, activation });

/**
 * @typedef {object} Told
 * @property {number | null} saturated null: it cannot be
 * @property {number} inactive
 * @property {number} mean
 * @property {number} dead units
 * @property {number} units
 */

/** One unit's row, or that of all, for those who listen. @param {string} name @param {Told} told */
export function sentence(name, { saturated: share, inactive: flat, mean: average, dead: gone, units }) {
  const values = { name, share: formatPercent(share ?? flat), mean: formatMean(average) };
  if (share !== null) return say("{name}: {share} saturated, mean activation {mean}.", values);
  if (units === 1 && gone === 1) return say("{name}: dead, g\u2032 = 0 on every example.", values);
  return say("{name}: g\u2032 = 0 on {share} of z, mean activation {mean}, {dead} dead.", {
    ...values,
    dead: formatCount(gone),
  });
}

/** @param {number} count */
export const deadUnits = (count) =>
  sayCount("{count} dead", "{count} dead", count, { count: formatCount(count) });

/** Many units at a glance. @param {number} count @param {string} what @param {number[]} shares least, median, most */
export const spread = (count, what, [least, median, most]) =>
  say("{count} units, {what}: {least} to {most}, median {median}", {
    count: formatCount(count),
    what,
    least: formatPercent(least),
    median: formatPercent(median),
    most: formatPercent(most),
  });
export const bySaturation = say("Units by share of saturated z");
export const byInactivity = say("Units by share of z with g\u2032 = 0");

/** A mean activation: four decimals, as it is near 0 or not. @param {number} value */
export function formatMean(value) {
  if (!Number.isFinite(value)) return "\u2013";
  const size = Math.abs(value);
  if (size >= 1000) return formatPlain(Number(value.toPrecision(3)));
  const text = value.toFixed(size < 10 ? 4 : 2).replace(/^-(0\.0+)$/, "$1");
  return text.replace("-", "\u2212");
}
