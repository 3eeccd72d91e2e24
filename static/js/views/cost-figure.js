import { curveOf } from "../curves.js";
import { formatCost, formatCount, formatPercent, formatScore, formatShare, formatTick } from "../format.js";
import { decimate } from "../history.js";
import { smoothed } from "../smoothing.js";
import * as text from "../text.js";
import { apart, linearTicks, logTicks } from "../ticks.js";
import { changeMarks } from "./cost-marks.js";

/** @import { CurveKind } from "../curves.js" */
/** @import { Network, State } from "../types.js" */
/** @import { Look } from "../look.js" */

/** Points of a curve; more cannot be seen and cost Plotly time. */
export const POINTS = 600;
/** The axis shows at least this many iterations, so that the first ones do not race. */
const SHORTEST = 20;
/** A chart lower than this (px) does without the name of its iteration axis: the curve needs the room. */
const SHORT = 132;
/** What a label of the cost axis needs (px), for one above another. */
const LABEL = 15;
/** Half of what a digit is wide (px). */
const LETTER = 3.8;

/**
 * The iteration at which a run stands that has gone back; null at the end of what it has reached.
 * @param {Pick<Network, "history" | "frame">} network
 */
export function wentBackTo({ history, frame }) {
  const iteration = frame?.snapshot.iteration ?? Number.POSITIVE_INFINITY;
  return iteration < history.iteration[history.length - 1] ? iteration : null;
}

/** Means are taken over this share of the iterations to each side. */
const REACH = 0.01;

/**
 * The curve as Plotly wants it, with ranges and ticks of our own: nothing is measured, nothing moves by itself. What
 * lies after the iteration of a run that has gone back is pale; smoothed, so is what was measured.
 * @param {State} state
 * @param {Look} look
 * @param {{ width: number, height: number }} size
 */
export function costFigure(state, look, size) {
  const { kind, history } = curveOf(state);
  const chosen = decimate(history, 0, history.length, POINTS);
  const x = chosen.map((index) => history.iteration[index]);
  const last = Math.max(x.at(-1) ?? 0, state.history.iteration[state.history.length - 1] ?? 0);
  const raw = [history.train, history.test].map((values) => chosen.map((index) => finite(values[index])));
  const [train, test] = state.shows.smooth
    ? [history.train, history.test].map((values) =>
        smoothed(history, values, chosen, REACH * last).map(finite),
      )
    : raw;
  const solid = { color: look.colour("ink"), width: 2 * look.scale };
  const dashed = { color: look.colour("ink-2"), width: 1.8 * look.scale, dash: "4px,3px" };
  const curves = [{ name: text.train, y: train, measured: raw[0], style: solid }];
  const tested = raw[1].some((value) => value !== null);
  if (tested) curves.push({ name: text.test, y: test, measured: raw[1], style: dashed });
  const now = wentBackTo(state);
  const after = now === null ? -1 : x.findIndex((iteration) => iteration > now);
  const past = after < 0 ? x.length : Math.max(1, after);
  const pale = look.colour("line-strong");
  const format = state.playing ? null : FORMATS[kind]; // nobody is told anything by a chart that moves
  const layout = layoutOf(last, [...raw[0], ...raw[1]], state.costScale, look, size, kind);
  const area = areaOf(layout);
  return {
    area,
    traces: [
      ...curves.map(({ name, y, style }) => line(name, x.slice(0, past), y.slice(0, past), style, format)),
      endPoint(x.slice(0, past), train.slice(0, past), look),
      ...(past < x.length ? curves : []).map(({ name, y, style }) =>
        line(name, x.slice(past - 1), y.slice(past - 1), { ...style, color: pale }, format),
      ),
      ...(state.shows.smooth ? curves : []).map(({ measured }) => ({
        ...line("", x, measured, { color: pale, width: look.scale }, format),
        opacity: 0.45,
        hoverinfo: "skip",
        hovertemplate: null,
      })),
    ],
    layout: { ...layout, ...changeMarks(state, look, { last: area.last, width: area.right - area.left }) },
  };
}

/** @type {Record<CurveKind, (value: number | null) => string>} */
const FORMATS = { cost: formatCost, accuracy: formatPercent, r2: formatScore };

/** @param {number} value */
export function finite(value) {
  return Number.isFinite(value) ? value : null;
}

/** @param {string} name @param {number[]} x @param {(number | null)[]} y @param {object} style @param {((value: number | null) => string) | null} [format] */
export function line(name, x, y, style, format = formatCost) {
  const told = format
    ? { text: y.map(format), hovertemplate: `%{text} ${name}<extra></extra>` }
    : { hoverinfo: "skip" };
  return {
    type: "scatter",
    mode: "lines",
    name,
    x,
    y,
    line: { ...style, simplify: false },
    ...told,
  };
}

/** @param {number[]} x @param {(number | null)[]} y @param {Look} look */
function endPoint(x, y, look) {
  const marker = { color: look.colour("ink"), size: 8 * look.scale };
  return {
    type: "scatter",
    mode: "markers",
    x: x.slice(-1),
    y: y.slice(-1),
    marker,
    hoverinfo: "skip",
    cliponaxis: false,
  };
}

/** Where on the picture which iterations lie. @param {ReturnType<typeof layoutOf>} layout */
function areaOf({ width, margin, xaxis }) {
  return { left: margin.l, right: width - margin.r, last: xaxis.range[1] };
}

/**
 * @param {number} last iteration
 * @param {(number | null)[]} values
 * @param {State["costScale"]} costScale
 * @param {Look} look
 * @param {{ width: number, height: number }} size
 * @param {CurveKind} [kind]
 */
export function layoutOf(last, values, costScale, look, size, kind = "cost") {
  const { scale } = look;
  const right = Math.max(SHORTEST, last);
  const short = size.height < SHORT * scale;
  const half = LETTER * formatCount(right).length; // of the last label, which may stand at the very end
  const margin = {
    l: 60 * scale,
    r: Math.max(14, half) * scale,
    t: 10 * scale,
    b: (short ? 24 : 42) * scale,
  };
  const type = kind === "cost" ? costScale : "linear";
  const [low, high] = kind === "cost" ? costRange(values, type) : scoreRange(values);
  const room = size.height - margin.t - margin.b;
  const rows = Math.max(3, Math.floor(room / (34 * scale)));
  const columns = Math.max(2, Math.floor((size.width - margin.l - margin.r) / (100 * scale)));
  const [ticksOf, measure] = type === "log" ? [logTicks, Math.log] : [linearTicks, Number];
  const stretch = room / (measure(high) - measure(low));
  const yTicks = apart(ticksOf(low, high, rows), (tick) => measure(tick) * stretch, LABEL * scale);
  const axis = {
    fixedrange: true,
    zeroline: false,
    tickfont: { color: look.colour("ink-2"), size: 12 * scale },
    gridcolor: look.colour("line"),
    linecolor: look.colour("line-strong"),
    ticklabeloverflow: "allow", // they have room: nothing need be measured
  };
  const xTicks = linearTicks(0, right, columns).filter(Number.isInteger);
  return {
    ...size,
    margin,
    showlegend: false,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: look.font, color: look.colour("ink"), size: 12 * scale },
    hovermode: "x unified",
    hoverlabel: {
      bgcolor: look.colour("surface"),
      bordercolor: look.colour("line"),
      font: { color: look.colour("ink") },
    },
    xaxis: {
      ...axis,
      range: [0, right],
      showgrid: false,
      showline: true,
      tickvals: xTicks,
      ticktext: xTicks.map(formatCount),
      title: {
        text: short ? "" : text.iterationAxis,
        standoff: 4 * scale,
        font: { color: look.colour("ink-3"), size: 12 * scale },
      },
      hoverformat: ",d",
    },
    yaxis: {
      ...axis,
      type,
      range: type === "log" ? [Math.log10(low), Math.log10(high)] : [low, high],
      tickvals: yTicks,
      ticktext: yTicks.map(kind === "accuracy" ? formatShare : formatTick),
      // Invisible: they hold the numbers away from the curve's end.
      ticks: "outside",
      ticklen: 8 * scale,
      tickcolor: "rgba(0,0,0,0)",
    },
  };
}

/**
 * Accuracies and R squared end at 1; a start far below does not press the rest together.
 * @param {(number | null)[]} scores
 * @returns {[number, number]}
 */
function scoreRange(scores) {
  let least = 1;
  for (const score of scores) least = Math.min(least, score ?? 1);
  const low = Math.max(-1, Math.floor((least - 0.02) * 10) / 10);
  return [Math.min(low, 0.9), 1 + 0.04 * (1 - Math.min(low, 0.9))];
}

/**
 * @param {(number | null)[]} costs
 * @param {State["costScale"]} costScale
 * @returns {[number, number]}
 */
export function costRange(costs, costScale) {
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (const cost of costs) {
    if (cost === null || (costScale === "log" && cost <= 0)) continue;
    least = Math.min(least, cost);
    greatest = Math.max(greatest, cost);
  }
  if (greatest === 0) return [0.1, 1];
  if (costScale === "linear") return [0, greatest * 1.06];
  // In steps, so that the axis stands still most of the time.
  const low = 10 ** (Math.floor(Math.log10(Math.min(least * 0.85, greatest * 0.45)) * 10) / 10);
  const high = 10 ** (Math.ceil(Math.log10(greatest * 1.03) * 10) / 10);
  return [low, Math.max(high, low * 1.5)];
}
