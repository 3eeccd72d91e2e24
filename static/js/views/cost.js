import { find, partsOf, setHidden, setText } from "../dom.js";
import { formatCost, formatPercent, formatScore } from "../format.js";
import { createPace } from "../spoken.js";
import * as text from "../text.js";
import { createConfusion } from "./confusion.js";
import { createCostChart } from "./cost-chart.js";
import { costFigure } from "./cost-figure.js";
import { createCurvePointer } from "./curve-pointer.js";

/** @import { Actions, Chart, State } from "../types.js" */
/** @import { FrameSnapshot } from "../wire.js" */
/** @import { Look } from "../look.js" */

/**
 * Cost and accuracy as numbers, which are always up to date, and the cost as a curve, which follows.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @param {ReturnType<typeof import("../verdict.js").createVerdicts>} verdicts
 * @param {string} plotlyUrl
 * @returns {Chart}
 */
export function costView(host, actions, look, verdicts, plotlyUrl) {
  const part = partsOf(host);
  const scoreNames = host.querySelectorAll("[data-part=score-name]");
  const testNumbers = host.querySelectorAll("[data-part=test-number]");
  const trainWords = host.querySelectorAll("[data-part=train-word]");
  const scale = part("scale");
  const pointer = createCurvePointer(part("chart"), actions);
  /** @type {typeof costFigure} */
  const figure = (state, newLook, size) => {
    const made = costFigure(state, newLook, size);
    pointer.drawn(made.area);
    return made;
  };
  const onReady = () => actions.dispatch({ type: "look" });
  const chart = createCostChart(part("chart"), look, plotlyUrl, onReady, figure);
  const confusion = createConfusion(part("confusion"));
  const smooth = find(host, "[data-part=smooth]", HTMLInputElement);
  const summaryIsDue = createPace();

  /** Accuracy for classes, R squared for real targets. @param {FrameSnapshot} snapshot */
  function updateNumbers(snapshot) {
    const real = snapshot.train_accuracy === null;
    setText(part("train-cost"), formatCost(snapshot.train_cost));
    setText(part("test-cost"), formatCost(snapshot.test_cost));
    const { train_accuracy, test_accuracy, train_r2, test_r2 } = snapshot;
    setText(part("train-score"), real ? formatScore(train_r2) : formatPercent(train_accuracy));
    setText(part("test-score"), real ? formatScore(test_r2) : formatPercent(test_accuracy));
    for (const name of scoreNames) setText(name, real ? text.r2 : text.accuracy);
    setText(part("curve-score"), real ? text.r2 : text.accuracyCurve);
  }

  /** @param {Event} event */
  const changeScale = ({ target }) => {
    if (target instanceof HTMLInputElement) {
      actions.dispatch({ type: "cost-scale", costScale: target.value === "log" ? "log" : "linear" });
    }
  };
  scale.addEventListener("change", changeScale);
  part("curve").addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement)
      actions.dispatch({ type: "curve", curve: target.value === "score" ? "score" : "cost" });
  });
  smooth.addEventListener("change", () =>
    actions.dispatch({ type: "show", what: "smooth", on: smooth.checked }),
  );

  /** @param {State} state */
  function summarise(state) {
    const { iteration, train, length } = state.history;
    if (!length || !summaryIsDue(state)) return;
    setText(
      part("summary"),
      text.costSummary(iteration[0], iteration[length - 1], train[0], train[length - 1]),
    );
  }

  return {
    update(state) {
      chart.update(state);
      setHidden(scale, state.curve !== "cost");
      confusion(verdicts(state), state.data);
      if (!state.frame) return;
      const { snapshot } = state.frame;
      updateNumbers(snapshot);
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
      pointer.destroy();
      chart.destroy();
    },
  };
}
