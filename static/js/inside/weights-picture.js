/** Histograms, norms by iteration and a unit's line over time, on canvases. */
import { formatPlain, formatTick } from "../format.js";
import { lineWithin, planeView } from "../geometry.js";
import { unitLine } from "../inputs.js";
import { linearTicks, logTicks } from "../ticks.js";
import { BINS, histogram, NAMES, spread } from "./weights.js";
import { symbol } from "./weights-text.js";

/** @import { Bounds, Frame } from "../types.js" */
/** @import { DataBody } from "../wire.js" */
/** @import { Look } from "../look.js" */
/** @import { Moment } from "./weights.js" */
/** @typedef {ReturnType<typeof import("./canvas.js").sizedCanvas>} Sized */

/** Colours and dashes of the four lines, in the order of NAMES: those of four runs. */
export const LINES = [
  { colour: "run-a", dash: [] },
  { colour: "run-b", dash: [9, 5] },
  { colour: "run-c", dash: [2, 5] },
  { colour: "run-d", dash: [9, 4, 2, 4] },
];
/** Lines of a unit that are drawn. */
const EARLIER = 48;
/** Decades shown at most: what is smaller is next to nothing. */
const DECADES = 8;

/** @param {Sized} sized @param {Frame} frame @param {Look} look */
export function paintHistograms(sized, { parameters, gradients }, look) {
  sized.clear();
  const { context, width, height } = sized;
  if (!parameters || !gradients) return;
  const gap = 10;
  const [cellWidth, cellHeight] = [(width - 3 * gap) / 4, (height - gap) / 2];
  const line = 14 * look.scale;
  for (const [k, name] of NAMES.entries()) {
    for (const [row, gradient] of [false, true].entries()) {
      const values = gradient ? gradients[/** @type {"dW1"} */ (`d${name}`)].values : parameters[name].values;
      const { reach, counts } = histogram(values);
      const [left, top] = [k * (cellWidth + gap), row * (cellHeight + gap)];
      const base = top + cellHeight;
      const most = Math.max(1, ...counts);
      const step = cellWidth / BINS;
      for (const [bin, count] of counts.entries()) {
        if (count === 0) continue;
        const middle = (BINS - 1) / 2;
        context.fillStyle = look.colour(bin < middle ? "class-0" : bin > middle ? "class-1" : "ink-3");
        const bar = Math.max(1, (count / most) * (cellHeight - line - 3));
        context.fillRect(left + bin * step + 0.5, base - bar, Math.max(1, step - 1), bar);
      }
      context.fillStyle = look.colour("line-strong");
      context.fillRect(left, base - 1, cellWidth, 1);
      written(context, look, symbol(name, gradient), left, top + 0.75 * line, "left", true);
      const range = reach > 0 ? `\u00b1${formatPlain(reach)}` : "0";
      const needed = (NAME + LETTER * range.length) * look.scale;
      if (needed <= cellWidth) written(context, look, range, left + cellWidth, top + 0.75 * line, "right"); // else only in the table
    }
  }
}

/** @param {Sized} sized @param {Moment[]} moments @param {boolean} gradient @param {Look} look */
export function paintNorms(sized, moments, gradient, look) {
  sized.clear();
  const { context, width, height } = sized;
  /** @param {Moment} moment */
  const norms = (moment) => (gradient ? moment.gradients : moment.parameters);
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const moment of moments) {
    for (const value of norms(moment)) {
      if (!(value > 0) || !Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!(high > 0)) return;
  low = Math.max(low, high / 10 ** DECADES);
  if (high < 1.5 * low) [low, high] = [low / 1.5, high * 1.5];
  const [left, right, top, bottom] = [40 * look.scale, width - 6, 6, height - 18 * look.scale];
  const last = Math.max(1, moments.at(-1)?.iteration ?? 1);
  const px = (/** @type {number} */ iteration) => left + (iteration / last) * (right - left);
  const py = (/** @type {number} */ value) =>
    bottom - ((Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))) * (bottom - top);
  for (const value of logTicks(low, high, Math.max(3, height / 30))) {
    context.fillStyle = look.colour("line");
    context.fillRect(left, py(value), right - left, 1);
    written(context, look, formatPlain(value), left - 4, py(value) + 4 * look.scale, "right");
  }
  for (const iteration of linearTicks(0, last, Math.max(2, (right - left) / 70)))
    if (iteration <= last)
      written(
        context,
        look,
        formatTick(iteration),
        px(iteration),
        height - 4,
        iteration === last ? "right" : "center",
      );
  context.lineWidth = 1.8;
  context.lineJoin = "round";
  for (const [k, { colour, dash }] of LINES.entries()) {
    context.strokeStyle = look.colour(colour);
    context.setLineDash(dash);
    context.beginPath();
    let open = false;
    for (const moment of moments) {
      const value = norms(moment)[k];
      const fits = value >= low && value <= high;
      if (fits && open) context.lineTo(px(moment.iteration), py(value));
      else if (fits) context.moveTo(px(moment.iteration), py(value));
      open = fits;
    }
    context.stroke();
  }
  context.setLineDash([]);
}

/**
 * @param {Sized} sized
 * @param {{ moments: Moment[], unit: number, features: number, bounds: Bounds, data: DataBody, standard: Parameters<typeof unitLine>[2] }} scene
 * @param {Look} look
 * @returns {number} how many lines there are
 */
export function paintPath(sized, { moments, unit, features, bounds, data, standard }, look) {
  sized.clear();
  const { context, width } = sized;
  const view = planeView(bounds, width);
  const heights = data.X[1] ?? data.Y[0];
  context.globalAlpha = 0.45;
  for (const [k, x] of data.X[0].entries()) {
    context.fillStyle = look.colour(data.label ? `class-${data.label[k] % 5}` : "ink-3");
    context.fillRect(view.px(x) - 1, view.py(heights[k]) - 1, 2, 2);
  }
  const lines = spread(moments, EARLIER);
  for (const [k, { W1, b1 }] of lines.entries()) {
    const w = Array.from({ length: features }, (_, feature) => W1[unit * features + feature]);
    const ends = lineWithin(...unitLine(w, b1[unit], standard), bounds);
    if (!ends) continue;
    const now = k === lines.length - 1;
    context.globalAlpha = now ? 1 : 0.1 + 0.5 * (k / lines.length);
    context.strokeStyle = look.colour(now ? "accent" : "ink-2");
    context.lineWidth = now ? 2.4 : 1;
    context.beginPath();
    context.moveTo(view.px(ends[0][0]), view.py(ends[0][1]));
    context.lineTo(view.px(ends[1][0]), view.py(ends[1][1]));
    context.stroke();
  }
  context.globalAlpha = 1;
  return lines.length;
}

/** About what a name and a letter of a range take (px of a 16 px root). */
const [NAME, LETTER] = [24, 6];

/** The font of each canvas: to set one takes longer than to write with it. @type {WeakMap<CanvasRenderingContext2D, string>} */
const fonts = new WeakMap();

/** @param {CanvasRenderingContext2D} context @param {Look} look @param {string} text @param {number} x @param {number} y @param {CanvasTextAlign} align @param {boolean} [strong] */
function written(context, look, text, x, y, align, strong = false) {
  const font = `${11 * look.scale}px ${look.font}`;
  const set = `${font} ${context.canvas.width} ${context.canvas.height}`; // a canvas of another size forgets it
  if (fonts.get(context) !== set) context.font = font;
  fonts.set(context, set);
  context.textAlign = align;
  context.fillStyle = look.colour(strong ? "ink" : "ink-2");
  context.fillText(text, x, y);
}
