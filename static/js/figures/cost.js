import { svg } from "../dom.js";
import { formatCount, formatTick } from "../format.js";
import { decimate } from "../history.js";
import * as text from "../text.js";
import { apart, linearTicks, logTicks } from "../ticks.js";
import { costRange, finite } from "../views/cost-figure.js";
import { AXES, drawAxes, INK, lineKey, round } from "./sheet.js";
import * as words from "./text.js";

/** @import { State } from "../types.js" */
/** @import { Sheet } from "./sheet.js" */

/** Points of a curve: more than a column has dots for would only make the file large. */
const POINTS = 2000;
/** Height of the plot on paper, in em. */
const HIGH = 18;

/**
 * The cost of every iteration, of training and test examples.
 * @param {Sheet} sheet
 * @param {State} state
 */
export function costFigure(sheet, { history, costScale }) {
  const { em } = sheet;
  const box = sheet.room(HIGH * em, AXES);
  const chosen = decimate(history, 0, history.length, POINTS);
  const [train, test] = [history.train, history.test].map((values) => chosen.map((k) => finite(values[k])));
  const [low, high] = costRange([...train, ...test], costScale);
  const log = costScale === "log";
  const level = log ? Math.log : (/** @type {number} */ value) => value;
  const last = Math.max(1, history.iteration[history.length - 1] ?? 1);
  const px = (/** @type {number} */ at) => box.left + (at / last) * (box.right - box.left);
  const py = (/** @type {number} */ cost) =>
    box.bottom - ((level(cost) - level(low)) / (level(high) - level(low))) * (box.bottom - box.top);

  const iterations = linearTicks(0, last, 5).filter(Number.isInteger);
  const costs = log ? logTicks(low, high, 7) : linearTicks(low, high, 6);
  const upwards = apart([...costs].reverse(), (cost) => py(cost), 1.2 * em);
  drawAxes(
    sheet,
    box,
    {
      name: words.iterations,
      ticks: iterations.map((value) => ({ value, name: formatCount(value) })),
      place: px,
    },
    {
      name: words.costAxis,
      ticks: upwards.map((value) => ({ value, name: formatTick(value) })),
      place: py,
      grid: true,
    },
  );
  const solid = { fill: "none", stroke: INK, "stroke-width": round(em / 6), "stroke-linejoin": "round" };
  const dashed = { ...solid, "stroke-dasharray": `${round(0.5 * em)} ${round(0.35 * em)}` };
  /** @param {(number | null)[]} costs */
  const path = (costs) => {
    let d = "";
    let drawing = false;
    for (const [k, cost] of costs.entries()) {
      const there = cost !== null && !(log && cost <= 0);
      if (there) d += `${drawing ? "L" : "M"}${round(px(history.iteration[chosen[k]]))} ${round(py(cost))}`;
      drawing = there;
    }
    return d;
  };
  const tested = test.some((cost) => cost !== null);
  sheet.add(svg("path", { ...solid, d: path(train), class: "curve train" }));
  if (tested) sheet.add(svg("path", { ...dashed, d: path(test), class: "curve test" }));
  return sheet.close(box, AXES.bottom, [
    { mark: [lineKey(em, solid)], name: text.train },
    ...(tested ? [{ mark: [lineKey(em, dashed)], name: text.test }] : []),
  ]);
}
