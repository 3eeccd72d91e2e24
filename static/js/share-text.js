/** What JavaScript says of links, files and addresses; the rest is in text.js. */
import { formatCount, formatList, formatPlain } from "./format.js";
import { say, sayCount } from "./language.js";

/** @import { Fault } from "./address.js" */

/** What is wrong about a part of an address. @param {Fault} fault */
export function addressFault({ name, value, rule, low = 0, high = 0, names = [] }) {
  const shown = value.length > 40 ? `${value.slice(0, 40)}\u2026` : value;
  const rules = {
    version: () => say("this page reads addresses of version 1"),
    field: () => say("is not a field"),
    number: () => say("must be a number"),
    whole: () => say("must be a whole number"),
    range: () => say("must be between {low} and {high}", { low: formatPlain(low), high: formatPlain(high) }),
    choice: () => say("must be one of {names}", { names: names.join(", ") }),
    boolean: () => say("must be true or false"),
    unreadable: () => say("cannot be read"),
  };
  return say("{value}: {rule}", { value: `${name}=${shown}`, rule: rules[rule]() });
}
/** What the server does not take of an address. @param {string} path @param {string} line */
export const addressRefusal = (path, line) => say("{label}: {line}", { label: path, line });
/** @param {string} name */
export const cannotHide = (name) => say("hide={name}: there is no such control", { name });

/** @param {number} count */
export const linkLength = (count) => say("{count} characters", { count: formatCount(count) });
/** @param {number} count @param {number} most characters @param {string} what makes it so long */
export const linkTooLong = (count, most, what) =>
  say(
    "{count} characters, for {what}: some programs would cut off what is beyond {most}. Give the file, or the link to this run.",
    { count: formatCount(count), what, most: formatCount(most) },
  );
/** @param {number} count */
export const weightCount = (count) =>
  sayCount("1 weight", "{count} weights", count, { count: formatCount(count) });
export const qrTooLong = say("Too long for a QR code that a phone can read.");
export const noWeights = say("The weights are not finite numbers: there is nothing to share.");
export const copied = say("Copied.");
export const copyByHand = say("The link is selected: copy it with the keyboard.");
export const fileUnreadable = say("This file is not one of Shallowscope's.");
/** @param {string[]} fields */
export const fileUnknown = (fields) =>
  say("This file has unknown fields: {fields}", { fields: formatList(fields) });
/** @param {number} iteration */
export const sharedAgain = (iteration) =>
  say("trained again up to iteration {iteration}, bit for bit", { iteration: formatCount(iteration) });
export const changedByHand = say("not after changes by hand: give the file, or the link to the run");
/** @param {number} iteration */
export const sharedNow = (iteration) =>
  say("of iteration {iteration}, as a new iteration 0", { iteration: formatCount(iteration) });
