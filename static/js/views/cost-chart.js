import { loadPlotly } from "../plotly.js";
import * as text from "../text.js";
import { costFigure, wentBackTo } from "./cost-figure.js";

/** @import { Chart, State } from "../types.js" */
/** @import { Look } from "../look.js" */

/**
 * The cost curve. Plotly comes after the first frame; until then the place is kept.
 * @param {HTMLElement} host
 * @param {Look} look
 * @param {string} plotlyUrl
 * @param {() => void} onReady the library is here: there is something to draw
 * @param {(state: State, look: Look, size: { width: number, height: number }) => { traces: object[], layout: object }} figure
 * @param {(state: State) => unknown[]} shown what of the state the figure depends on
 * @returns {Chart}
 */
export function createCostChart(host, look, plotlyUrl, onReady, figure = costFigure, shown = costInputs) {
  /** @type {any} */
  let plotly = null;
  let asked = false;
  let missing = false;
  /** @type {State | null} */
  let newest = null;
  /** @type {unknown[]} */
  let drawn = [];
  let size = { width: 0, height: 0 };

  const measure = () => {
    size = { width: host.clientWidth, height: host.clientHeight };
  };
  const observer = new ResizeObserver(measure);
  observer.observe(host);
  measure();

  /** What the picture depends on. @param {State} state */
  const inputs = (state) => [size.width, size.height, ...shown(state)];

  async function load() {
    try {
      plotly = await loadPlotly(plotlyUrl);
      host.textContent = "";
      onReady();
    } catch {
      missing = true;
      host.textContent = text.chartMissing;
    }
  }

  return {
    update(state) {
      const back = newest?.connection === "lost" && state.connection === "open";
      newest = state;
      if (missing && back) asked = missing = false;
      if (!state.frame || asked) return;
      asked = true; // once: a second one would empty the place that the first has filled
      requestIdleCallback(load, { timeout: 500 });
    },
    stale() {
      if (!plotly || !newest || newest.history.length === 0 || size.width === 0) return false;
      const wanted = inputs(newest);
      return wanted.length !== drawn.length || wanted.some((value, k) => value !== drawn[k]);
    },
    draw() {
      if (!plotly || !newest) return;
      drawn = inputs(newest);
      const { traces, layout } = figure(newest, look, size);
      const config = { staticPlot: newest.playing, displayModeBar: false, doubleClick: false };
      plotly.react(host, traces, layout, config);
    },
    resize: measure,
    destroy() {
      observer.disconnect();
      if (plotly) plotly.purge(host);
    },
  };
}

/** What the picture of one run depends on. @param {State} state */
function costInputs(state) {
  const { history, accuracies, curve, changes, shows, costScale, look, playing } = state;
  const now = wentBackTo(state);
  return [history, accuracies, curve, changes, shows.smooth, now, costScale, look, playing];
}
