/** The landscape in three dimensions: Plotly, asked for when it is wanted first. */
import { loadPlotly } from "../plotly.js";
import * as text from "../text.js";

/** @import { LandscapeReply } from "../wire.js" */
/** @import { Look } from "../look.js" */

/** The path is drawn so much above the surface that it is seen. */
const LIFT = 1.01;

/**
 * @param {HTMLElement} host
 * @param {Look} look
 * @param {string} plotlyUrl
 */
export function landscapeSolid(host, look, plotlyUrl) {
  /** @type {any} */
  let plotly = null;
  let wanted = 0;

  return {
    /** @param {LandscapeReply} landscape @param {boolean} log @param {{ width: number, height: number }} size */
    async draw(landscape, log, size) {
      const turn = ++wanted;
      if (document.createElement("canvas").getContext("webgl") === null) {
        host.textContent = text.noWebGl;
        return;
      }
      try {
        plotly ??= await loadPlotly(plotlyUrl);
      } catch {
        host.textContent = text.chartMissing;
        return;
      }
      if (turn !== wanted) return;
      const eye = /** @type {any} */ (host).layout?.scene?.camera ?? { eye: { x: 1.3, y: -1.3, z: 0.9 } };
      const { traces, layout } = figureOf(landscape, log, look, size);
      await plotly.react(
        host,
        traces,
        { ...layout, scene: { ...layout.scene, camera: eye } },
        { displayModeBar: false },
      );
    },
    leave() {
      wanted += 1;
      if (plotly) plotly.purge(host);
      host.textContent = "";
    },
  };
}

/** @param {LandscapeReply} landscape @param {boolean} log @param {Look} look @param {{ width: number, height: number }} size */
function figureOf({ first, second, cost, path }, log, look, { width, height }) {
  const axis = {
    showgrid: true,
    gridcolor: look.colour("line"),
    zeroline: false,
    color: look.colour("ink-2"),
  };
  /** Where the path is above the plane: at the cost of the nearest point. @param {number | null} x @param {number | null} y */
  const above = (x, y) => LIFT * Number(cost[nearest(second, y ?? 0)][nearest(first, x ?? 0)]);
  const within = path.first.map((x, k) => inside(first, x) && inside(second, path.second[k]));
  const kept = (/** @type {unknown} */ _, /** @type {number} */ k) => within[k];
  const surface = {
    type: "surface",
    x: first,
    y: second,
    z: cost,
    surfacecolor: cost.map((row) => row.map((value) => (log && value !== null ? Math.log(value) : value))),
    colorscale: [
      [0, look.colour("field-mid")],
      [1, look.colour("accent")],
    ],
    showscale: false,
    lighting: { ambient: 0.85, diffuse: 0.35, specular: 0.02 },
    hovertemplate: "%{z:.4f}<extra></extra>",
  };
  const line = {
    type: "scatter3d",
    mode: "lines+markers",
    x: path.first.filter(kept),
    y: path.second.filter(kept),
    z: path.first.map((x, k) => above(x, path.second[k])).filter(kept),
    line: { color: look.colour("ink"), width: 4 },
    marker: { size: 2, color: look.colour("ink") },
    hoverinfo: "skip",
  };
  return {
    traces: [surface, line],
    layout: {
      width,
      height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      font: { family: look.font, size: 11 * look.scale, color: look.colour("ink-2") },
      showlegend: false,
      scene: {
        xaxis: { ...axis, title: { text: "" } },
        yaxis: { ...axis, title: { text: "" } },
        zaxis: { ...axis, title: { text: "" }, type: log ? "log" : "linear" },
      },
    },
  };
}

/** @param {(number | null)[]} steps @param {number} at */
function nearest(steps, at) {
  const [low, high] = [Number(steps[0]), Number(steps[steps.length - 1])];
  const share = (at - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (steps.length - 1));
}

/** @param {(number | null)[]} steps @param {number | null} at */
const inside = (steps, at) => at !== null && at >= Number(steps[0]) && at <= Number(steps[steps.length - 1]);
