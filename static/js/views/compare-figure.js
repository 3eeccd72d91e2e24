import { decimate } from "../history.js";
import { LETTERS } from "../networks.js";
import { finite, layoutOf, line, POINTS, wentBackTo } from "./cost-figure.js";

/** @import { Network, State } from "../types.js" */
/** @import { Look } from "../look.js" */

/** One for each network: told apart without colour too. */
const DASHES = ["solid", "9px,5px", "2px,5px", "9px,4px,2px,4px"];
/** Pixels between two letters at the curves' ends. */
const APART = 25;

/** What the picture depends on. @param {State} state */
export function compareInputs({ networks, costScale, look, playing }) {
  return [costScale, look, playing, networks.length, ...networks.flatMap((n) => [n.history, wentBackTo(n)])];
}

/**
 * The training costs of all networks as Plotly wants them: each with its colour and dash, its letter where it ends.
 * What lies after the iteration of networks that have gone back is pale.
 * @param {State} state
 * @param {Look} look
 * @param {{ width: number, height: number }} size
 */
export function compareFigure({ networks, costScale }, look, size) {
  const curves = networks.map((network, k) => curveOf(network, k, look));
  const last = Math.max(...networks.map(({ history }) => history.iteration[history.length - 1] ?? 0));
  const costs = curves.flatMap(({ y }) => y);
  const layout = layoutOf(last, costs, costScale, look, size);
  layout.margin.r = 34 * look.scale;
  return {
    traces: curves.flatMap(({ traces }) => traces),
    layout: { ...layout, annotations: letters(curves, layout, look, size) },
  };
}

/** @param {Network} network @param {number} k @param {Look} look */
function curveOf(network, k, look) {
  const { history } = network;
  const chosen = decimate(history, 0, history.length, POINTS / 2);
  const x = chosen.map((index) => history.iteration[index]);
  const y = chosen.map((index) => finite(history.train[index]));
  const now = wentBackTo(network);
  const past = now === null ? x.length : x.findIndex((iteration) => iteration > now);
  const letter = LETTERS[k];
  const style = {
    color: look.colour(`run-${letter.toLowerCase()}`),
    width: 2.2 * look.scale,
    dash: DASHES[k],
  };
  const pale = { ...style, color: look.colour("line-strong"), width: 1.4 * look.scale };
  const traces = [line(letter, x.slice(0, past), y.slice(0, past), style)];
  if (past < x.length) {
    const from = Math.max(0, past - 1);
    traces.push(line(letter, x.slice(from), y.slice(from), pale));
  }
  const finiteOnes = y.filter((value) => value !== null);
  return { traces, y, letter, color: style.color, end: finiteOnes[finiteOnes.length - 1] ?? null };
}

/**
 * The letters beside the curves' ends, moved apart where they would cover each other.
 * @param {ReturnType<typeof curveOf>[]} curves
 * @param {ReturnType<typeof layoutOf>} layout
 * @param {Look} look
 * @param {{ height: number }} size
 */
function letters(curves, { yaxis, margin }, look, { height }) {
  const [low, high] = yaxis.range;
  const room = height - margin.t - margin.b;
  const gap = APART * look.scale;
  const placed = curves
    .flatMap(({ letter, color, end }) => {
      if (end === null || (yaxis.type === "log" && end <= 0)) return [];
      const at = yaxis.type === "log" ? Math.log10(end) : end;
      return [{ letter, color, pixel: Math.min(room, Math.max(0, ((high - at) / (high - low)) * room)) }];
    })
    .sort((a, b) => a.pixel - b.pixel);
  for (let k = 1; k < placed.length; k++)
    placed[k].pixel = Math.max(placed[k].pixel, placed[k - 1].pixel + gap);
  for (let k = placed.length - 1, most = room; k >= 0; k--, most = placed[k + 1].pixel - gap)
    placed[k].pixel = Math.min(placed[k].pixel, most);
  return placed.map(({ letter, color, pixel }) => ({
    xref: "paper",
    yref: "paper",
    x: 1,
    y: 1 - pixel / room,
    xanchor: "left",
    yanchor: "middle",
    xshift: 7 * look.scale,
    showarrow: false,
    text: `<b>${letter}</b>`,
    font: { color: look.colour("surface"), size: 12 * look.scale },
    bgcolor: color,
    borderpad: 3 * look.scale,
  }));
}
