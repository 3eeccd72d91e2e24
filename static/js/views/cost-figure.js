import { formatCost, formatCount, formatTick } from "../format.js";
import { decimate } from "../history.js";
import * as text from "../text.js";
import { linearTicks, logTicks } from "../ticks.js";

/** @import { Network, State } from "../types.js" */
/** @import { Look } from "../look.js" */

/** Points of a curve; more cannot be seen and cost Plotly time. */
export const POINTS = 600;
/** The axis shows at least this many iterations, so that the first ones do not race. */
const SHORTEST = 20;
/** A chart lower than this (px) does without the name of its iteration axis: the curve needs the room. */
const SHORT = 132;

/**
 * The iteration at which a run stands that has gone back; null at the end of what it has reached.
 * @param {Pick<Network, "history" | "frame">} network
 */
export function wentBackTo({ history, frame }) {
  const iteration = frame?.snapshot.iteration ?? Number.POSITIVE_INFINITY;
  return iteration < history.iteration[history.length - 1] ? iteration : null;
}

/**
 * The cost curve as Plotly wants it, with ranges and ticks of our own: nothing is measured, nothing moves by itself.
 * What lies after the iteration of a run that has gone back is pale.
 * @param {State} state
 * @param {Look} look
 * @param {{ width: number, height: number }} size
 */
export function costFigure(state, look, size) {
  const { history, costScale } = state;
  const chosen = decimate(history, 0, history.length, POINTS);
  const x = chosen.map((index) => history.iteration[index]);
  const train = chosen.map((index) => finite(history.train[index]));
  const test = chosen.map((index) => finite(history.test[index]));
  const now = wentBackTo(state);
  const past = now === null ? x.length : x.findIndex((iteration) => iteration > now);
  const solid = { color: look.colour("ink"), width: 2 * look.scale };
  const dashed = { color: look.colour("ink-2"), width: 1.8 * look.scale, dash: "4px,3px" };
  const curves = [{ name: text.train, y: train, style: solid }];
  if (test.some((value) => value !== null)) curves.push({ name: text.test, y: test, style: dashed });
  const pale = look.colour("line-strong");
  return {
    traces: [
      ...curves.map(({ name, y, style }) => line(name, x.slice(0, past), y.slice(0, past), style)),
      endPoint(x.slice(0, past), train.slice(0, past), look),
      ...(past < x.length ? curves : []).map(({ name, y, style }) =>
        line(name, x.slice(past - 1), y.slice(past - 1), { ...style, color: pale }),
      ),
    ],
    layout: layoutOf(x[x.length - 1], [...train, ...test], costScale, look, size),
  };
}

/** @param {number} value */
export function finite(value) {
  return Number.isFinite(value) ? value : null;
}

/** @param {string} name @param {number[]} x @param {(number | null)[]} y @param {object} style */
export function line(name, x, y, style) {
  return {
    type: "scatter",
    mode: "lines",
    name,
    x,
    y,
    line: { ...style, simplify: false },
    text: y.map(formatCost),
    hovertemplate: `%{text} ${name}<extra></extra>`,
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

/**
 * @param {number} last iteration
 * @param {(number | null)[]} costs
 * @param {State["costScale"]} costScale
 * @param {Look} look
 * @param {{ width: number, height: number }} size
 */
export function layoutOf(last, costs, costScale, look, size) {
  const { scale } = look;
  const right = Math.max(SHORTEST, last);
  const short = size.height < SHORT * scale;
  const margin = { l: 60 * scale, r: 14 * scale, t: 10 * scale, b: (short ? 24 : 42) * scale };
  const [low, high] = costRange(costs, costScale);
  const rows = Math.max(3, Math.floor((size.height - margin.t - margin.b) / (34 * scale)));
  const columns = Math.max(2, Math.floor((size.width - margin.l - margin.r) / (100 * scale)));
  const yTicks = costScale === "log" ? logTicks(low, high, rows) : linearTicks(low, high, rows);
  const axis = {
    fixedrange: true,
    zeroline: false,
    tickfont: { color: look.colour("ink-2"), size: 12 * scale },
    gridcolor: look.colour("line"),
    linecolor: look.colour("line-strong"),
  };
  const xTicks = linearTicks(0, right, columns).filter(Number.isInteger);
  return {
    ...size,
    margin,
    showlegend: false,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: getComputedStyle(document.body).fontFamily, color: look.colour("ink"), size: 12 * scale },
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
      type: costScale,
      range: costScale === "log" ? [Math.log10(low), Math.log10(high)] : [low, high],
      tickvals: yTicks,
      ticktext: yTicks.map(formatTick),
      // Invisible: they hold the numbers away from the curve's end.
      ticks: "outside",
      ticklen: 8 * scale,
      tickcolor: "rgba(0,0,0,0)",
    },
  };
}

/**
 * @param {(number | null)[]} costs
 * @param {State["costScale"]} costScale
 * @returns {[number, number]}
 */
function costRange(costs, costScale) {
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
