/** @import { Chart, Frame, State, View } from "./types.js" */

/** After a chart has drawn for t, charts rest for 3 t: they get a quarter of the time. */
const REST = 3;
/** And at least so many milliseconds: nobody reads a curve more often, and most frames go without one. */
const LEAST_REST = 120;

/**
 * Paint the newest state once per animation frame, acknowledge after the paint, then let at most one chart draw. A
 * hidden tab has no animation frames, and its timers come late: it acknowledges at once, so that its run goes on.
 * @param {object} parts
 * @param {{ get(): State, subscribe(listener: () => void): () => void }} parts.store
 * @param {View[]} parts.views
 * @param {Chart[]} parts.charts among the views
 * @param {(frame: Frame) => void} parts.acknowledge
 */
export function startScheduler({ store, views, charts, acknowledge }) {
  let requested = false;
  /** @type {Frame | null} */
  let acknowledged = null;
  let chartsFreeAt = 0;
  let chartWaits = false;

  function request() {
    if (requested) return;
    requested = true;
    requestAnimationFrame(run);
  }

  function run() {
    requested = false;
    const state = store.get();
    for (const view of views) view.update(state);
    acknowledgeNewest();
    drawOneChart();
  }

  function acknowledgeNewest() {
    const { frame, networks } = store.get();
    acknowledgeOnce(networks[0]?.frame ?? frame); // the first network has one with every message
  }

  /** @param {Frame | null} frame */
  function acknowledgeOnce(frame) {
    if (!frame || frame === acknowledged) return;
    acknowledged = frame;
    acknowledge(frame);
  }

  function drawOneChart() {
    const chart = charts.find((candidate) => candidate.stale());
    if (!chart) return;
    const begun = performance.now();
    if (begun < chartsFreeAt) {
      if (!chartWaits) setTimeout(chartMayDraw, chartsFreeAt - begun);
      chartWaits = true;
      return;
    }
    chart.draw();
    const ended = performance.now();
    chartsFreeAt = ended + Math.max(LEAST_REST, REST * (ended - begun));
    if (charts.some((candidate) => candidate.stale())) request();
  }

  function chartMayDraw() {
    chartWaits = false;
    request();
  }

  store.subscribe(() => (store.get().hidden ? acknowledgeNewest() : request()));
  request();
  return { request };
}
