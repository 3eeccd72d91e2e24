import { differing } from "../differences.js";
import { find, html, setHidden, setText, svg } from "../dom.js";
import { hasEnded, iterationOf, LETTERS, leading } from "../networks.js";
import { takesPoints } from "../own-state.js";
import { createPace } from "../spoken.js";
import * as text from "../text.js";
import { createCard } from "./compare-card.js";
import { compareFigure, compareInputs } from "./compare-figure.js";
import { createDifferences } from "./compare-table.js";
import { createCostChart } from "./cost-chart.js";
import { networkTitle } from "./network-words.js";

/** @import { Actions, Chart, State } from "../types.js" */
/** @import { CatalogField } from "../wire.js" */
/** @import { Look } from "../look.js" */

/**
 * Two to four networks side by side: their surfaces, their costs in one chart, and what they differ in.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @param {string} plotlyUrl
 * @returns {Chart}
 */
export function compareView(host, actions, look, plotlyUrl) {
  /** @param {string} name */
  const part = (name) => find(host, `[data-part="${name}"]`, HTMLElement);
  const main = host.parentElement;
  const cardRow = part("cards");
  const chart = createCostChart(
    part("chart"),
    look,
    plotlyUrl,
    () => actions.dispatch({ type: "look" }),
    compareFigure,
    compareInputs,
  );
  const table = createDifferences(part);
  const isDue = createPace();
  const scale = part("scale");
  /** @type {ReturnType<typeof createCard>[]} */
  const cards = [];
  /** @type {unknown[]} */
  let compared = [];
  /** @type {CatalogField[]} */
  let fields = [];

  /** @param {Event} event */
  const changeScale = ({ target }) => {
    if (target instanceof HTMLInputElement)
      actions.dispatch({ type: "cost-scale", costScale: target.value === "log" ? "log" : "linear" });
  };
  scale.addEventListener("change", changeScale);

  const observer = new ResizeObserver(() => {
    for (const card of cards) card.measure();
    actions.dispatch({ type: "look" });
  });

  /** @param {number} count */
  function build(count) {
    if (cards.length === count) return;
    observer.disconnect();
    while (cards.length > count) cards.pop()?.element.remove();
    for (let place = cards.length; place < count; place++) {
      const card = createCard(place, actions, look);
      cards.push(card);
      cardRow.append(card.element);
    }
    host.dataset.count = String(count);
    part("keys").replaceChildren(...LETTERS.slice(0, count).map(curveKey));
    for (const card of cards) {
      card.measure();
      observer.observe(card.plot);
    }
  }

  /** In what the networks differ, worked out when a choice changes. @param {State} state */
  function compare({ networks, catalog }) {
    const configurations = networks.flatMap(({ configuration }) => (configuration ? [configuration] : []));
    if (!catalog || configurations.every((configuration, k) => configuration === compared[k])) {
      if (configurations.length === compared.length) return;
    }
    compared = configurations;
    fields = catalog ? differing(configurations, catalog) : [];
  }

  /** @param {State} state */
  function updateCards(state) {
    const { networks, catalog } = state;
    const lead = leading(state);
    const iteration = iterationOf(lead);
    const tested = lead.frame?.snapshot.test_cost != null;
    const told = isDue(lead);
    for (const [place, network] of networks.entries()) {
      const { configuration } = network;
      const title = configuration && catalog ? networkTitle(configuration, fields, catalog) : "";
      cards[place].update(state, network, { title, iteration, tested, told });
    }
    setText(part("cost-title"), tested ? text.costOf(text.train) : text.cost);
    if (told) setText(part("summary"), text.compareSummary(networks.map(costWords)));
  }

  return {
    update(state) {
      const shown = state.networks.length > 0 && !takesPoints(state);
      main?.classList.toggle("compares", shown);
      setHidden(host, !shown);
      build(state.networks.length);
      if (!shown) return;
      host.classList.toggle("lost", state.connection === "lost");
      setHidden(part("busy"), !state.busy || state.connection === "lost" || state.notice?.retry === true);
      compare(state);
      updateCards(state);
      table(state, fields);
      for (const input of scale.querySelectorAll("input")) input.checked = input.value === state.costScale;
      chart.update(state);
    },
    stale: () => !host.hidden && chart.stale(),
    draw: chart.draw,
    resize() {
      for (const card of cards) card.measure();
      chart.resize();
    },
    destroy() {
      observer.disconnect();
      scale.removeEventListener("change", changeScale);
      chart.destroy();
    },
  };
}

/** What a curve looks like. @param {string} letter */
function curveKey(letter) {
  const line = svg("line", { x1: 0, y1: 4, x2: 28, y2: 4 });
  const sample = svg("svg", { class: `curve-key run-${letter.toLowerCase()}`, "aria-hidden": "true" }, line);
  return html("li", {}, sample, letter);
}

/** @param {State["networks"][number]} network @param {number} place */
function costWords({ frame, runState }, place) {
  const cost = frame?.snapshot.train_cost;
  return text.networkCost(LETTERS[place], cost, hasEnded(runState));
}
