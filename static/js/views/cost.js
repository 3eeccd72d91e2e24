import { find, setText } from "../dom.js";
import { formatCost, formatPercent } from "../format.js";
import * as text from "../text.js";
import { createCostChart } from "./cost-chart.js";

/** @import { Actions, Chart, State } from "../types.js" */
/** @import { Look } from "../look.js" */

const SUMMARY_PAUSE = 5000;

/**
 * Cost and accuracy as numbers, which are always up to date, and the cost as a curve, which follows.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @param {string} plotlyUrl
 * @returns {Chart}
 */
export function costView(host, actions, look, plotlyUrl) {
  /** @param {string} name */
  const part = (name) => find(host, `[data-part="${name}"]`, HTMLElement);
  const numbers = {
    train_cost: { element: part("train-cost"), format: formatCost },
    train_accuracy: { element: part("train-accuracy"), format: formatPercent },
    test_cost: { element: part("test-cost"), format: formatCost },
    test_accuracy: { element: part("test-accuracy"), format: formatPercent },
  };
  const testNumbers = host.querySelectorAll("[data-part=test-number]");
  const trainWords = host.querySelectorAll("[data-part=train-word]");
  const scale = part("scale");
  const chart = createCostChart(part("chart"), look, plotlyUrl, () => actions.dispatch({ type: "look" }));
  let summaryDue = 0;

  /** @param {Event} event */
  const changeScale = ({ target }) => {
    if (target instanceof HTMLInputElement) {
      actions.dispatch({ type: "cost-scale", costScale: target.value === "log" ? "log" : "linear" });
    }
  };
  scale.addEventListener("change", changeScale);

  /** @param {State} state */
  function summarise({ history, playing }) {
    const now = performance.now();
    if (!history.length || (playing && now < summaryDue)) return;
    summaryDue = now + SUMMARY_PAUSE;
    const { iteration, train, length } = history;
    setText(
      part("summary"),
      text.costSummary(iteration[0], iteration[length - 1], train[0], train[length - 1]),
    );
  }

  return {
    update(state) {
      chart.update(state);
      if (!state.frame) return;
      const { snapshot } = state.frame;
      for (const [name, { element, format }] of Object.entries(numbers)) {
        setText(element, format(snapshot[/** @type {keyof typeof numbers} */ (name)]));
      }
      const tested = snapshot.test_cost !== null;
      for (const element of testNumbers) element.toggleAttribute("hidden", !tested);
      for (const element of trainWords) element.toggleAttribute("hidden", !tested);
      summarise(state);
    },
    stale: chart.stale,
    draw: chart.draw,
    resize: chart.resize,
    destroy() {
      scale.removeEventListener("change", changeScale);
      chart.destroy();
    },
  };
}
