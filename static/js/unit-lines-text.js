/** Sentences of the lines that can be dragged. */
import { formatValue } from "./format.js";
import { say } from "./language.js";

/** @param {number} unit from 0 @param {boolean} moves @param {boolean} turns */
export function handle(unit, moves, turns) {
  const number = unit + 1;
  if (!turns) return say("Line of unit {number}: arrow keys move it", { number });
  if (!moves) return say("Line of unit {number}: Shift with arrow keys turns it", { number });
  return say("Line of unit {number}: arrow keys move it, with Shift they turn it", { number });
}
/** @param {number} unit from 0 @param {number[]} w @param {number} b */
export const stands = (unit, w, b) =>
  say("Unit {number}: w = ({w}), b = {b}", {
    number: unit + 1,
    w: w.map(formatValue).join(", "),
    b: formatValue(b),
  });
