import { activationFormula } from "../../arithmetic.js";
import { find as choiceNamed } from "../../configuration.js";
import { explain, html, setText, svg } from "../../dom.js";
import { formatPlain, formatValue } from "../../format.js";
import { formula } from "../../formula.js";
import { collapsed, largestDifference } from "../../inside/collapse.js";
import * as text from "../../inside/symmetry-text.js";
import { inputsOf } from "../../inside/z-shares.js";
import { createPace } from "../../spoken.js";
import { inPageLanguage, watchingWhy } from "../../text.js";

/** @import { Collapse } from "../../inside/collapse.js" */
/** @import { State } from "../../types.js" */
/** @import { Parts } from "./symmetry.js" */

/** While it plays, a look that took t rests for 9 t. */
const REST = 9;
/** A difference that is rounding alone. */
const AS_LINEAR = 1e-9;
const LAYER = String.raw`z^{[2]} = W^{\prime} x + b^{\prime}`;
const PRODUCTS = [
  String.raw`W^{\prime} = W^{[2]} W^{[1]}`,
  String.raw`b^{\prime} = W^{[2]} b^{[1]} + b^{[2]}`,
];

/**
 * The one layer that a linear hidden layer amounts to, how far the network is from it, and its line on the plot.
 * @param {Pick<Parts, "actions">} parts
 */
export function createCollapse({ actions }) {
  const parts = build();
  const measure = createMeasure();
  const isTimeToTell = createPace();
  let linear = false;
  /** @type {unknown} */
  let shown = null;
  let shape = "";
  /** @type {HTMLElement[]} */
  let entries = [];
  let visible = false;

  const observer = new ResizeObserver(() => {
    visible = parts.element.clientWidth > 0;
    actions.dispatch({ type: "look" });
  });
  observer.observe(parts.element);

  parts.draw.addEventListener("change", () =>
    actions.dispatch({ type: "show", what: "collapse", on: parts.draw.checked }),
  );
  parts.turn.addEventListener("click", () =>
    actions.choose("network.activation", linear ? "tanh" : "linear"),
  );

  /** A row for each output: its weights, its bias. @param {Collapse} collapse */
  function show({ W, b }) {
    const key = `${b.length} ${W[0].length}`;
    if (key !== shape) {
      shape = key;
      const width = W[0].length + 1;
      entries = Array.from({ length: b.length * width }, () => html("td"));
      parts.numbers.replaceChildren(
        ...b.map((_, row) => html("tr", {}, ...entries.slice(row * width, (row + 1) * width))),
      );
      parts.weights.colSpan = W[0].length;
    }
    const values = b.flatMap((bias, row) => [...W[row], bias]);
    for (const [k, value] of values.entries()) {
      setText(entries[k], text.formatEntry(value));
      entries[k].title = String(Number(value.toPrecision(8)));
    }
  }

  return {
    element: parts.element,
    /** @param {State} state */
    update(state) {
      const { frame, accepted, catalog, data, drives, configuration, shows } = state;
      if (!visible || !frame?.parameters || !accepted || !catalog || !data) return;
      if (parts.draw.checked !== shows.collapse) parts.draw.checked = shows.collapse;
      linear = configuration?.network.activation === "linear";
      setText(parts.turn, linear ? text.tryTanh : text.backToLinear);
      if (parts.turn.disabled === drives) parts.turn.disabled = !drives;
      explain(parts.turn, drives ? text.startsAgain : watchingWhy);
      const drawable = data.label !== null || data.X.length === 1;
      if (parts.draw.disabled === drawable) parts.draw.disabled = !drawable;
      setText(parts.why, drawable ? "" : text.noLine);
      if (frame === shown && !measure.owes()) return;
      const collapse = collapsed(frame.parameters);
      const difference = measure.of(state, collapse);
      if (frame !== shown) show(collapse);
      shown = frame;
      const { activation } = accepted.network;
      const name = choiceNamed(catalog.activations, activation)?.label;
      const label = name ? inPageLanguage(name) : activation;
      const other = difference < AS_LINEAR ? text.actsLinear(label) : text.isNoLine(label);
      setText(parts.about, activation === "linear" ? text.isLine : other);
      setText(parts.difference, formatValue(difference));
      parts.difference.title = formatPlain(difference);
      if (isTimeToTell(state)) setText(parts.summary, text.collapseSummary(difference));
    },
    destroy: () => observer.disconnect(),
  };
}

/** A formula is no name to everybody. @param {string} letter */
function heading(letter) {
  const written = html("span", { "aria-hidden": "true" }, formula(`${letter}^{\\prime}`));
  return html(
    "th",
    { scope: "colgroup" },
    html("span", { class: "visually-hidden" }, `${letter}\u2032`),
    written,
  );
}

function build() {
  const numbers = html("tbody");
  const [weights, bias] = ["W", "b"].map(heading);
  const table = html(
    "table",
    { class: "collapse-numbers" },
    html("thead", {}, html("tr", {}, weights, bias)),
    numbers,
  );
  const difference = html("strong", { class: "collapse-difference" });
  const about = html("p");
  const draw = html("input", { type: "checkbox", role: "switch", class: "switch" });
  const key = svg(
    "svg",
    { class: "key-line", "aria-hidden": "true" },
    svg("line", { class: "one-layer", x1: 0, y1: 4, x2: 24, y2: 4 }),
  );
  const toggle = html("label", { class: "collapse-switch" }, draw, html("span", {}, text.drawLine), key);
  const why = html("p", { class: "collapse-why" });
  const turn = html("button", { type: "button", class: "button", disabled: true }, text.backToLinear);
  const summary = html("p", { class: "visually-hidden" });
  const element = html(
    "div",
    { class: "collapse", role: "group", "aria-label": text.collapse },
    html("h3", {}, text.collapse),
    html(
      "div",
      { class: "collapse-layer" },
      ...[...PRODUCTS, LAYER].map((latex) => html("p", {}, formula(latex))),
    ),
    table,
    html("p", { class: "collapse-how-far" }, difference, html("span", {}, text.largest)),
    html(
      "div",
      { class: "collapse-told" },
      about,
      html("div", { class: "collapse-tools" }, toggle, turn),
      why,
      summary,
    ),
  );
  return { element, numbers, weights, difference, about, draw, why, turn, summary };
}

/** How far the network is from one layer, over all examples; of large networks, while they play, now and then. */
function createMeasure() {
  /** @type {unknown[]} */
  let known = [];
  let difference = 0;
  /** @type {{ data: unknown, standardized: boolean, values: Float64Array[] } | null} */
  let inputs = null;
  let freeAt = 0;
  let behind = false;
  return {
    /** The last one is of an earlier frame. */
    owes: () => behind,
    /** @param {State} state @param {Collapse} collapse */
    of({ frame, accepted, catalog, data, playing }, collapse) {
      const wanted = [frame, data];
      const same = wanted.every((value, k) => value === known[k]);
      const begun = performance.now();
      behind = !same && playing && begun < freeAt;
      const choice = catalog && accepted && choiceNamed(catalog.activations, accepted.network.activation);
      if (same || behind || !frame?.parameters || !accepted || !choice || !data) return difference;
      const { standardize } = accepted.data;
      if (inputs?.data !== data || inputs.standardized !== standardize)
        inputs = { data, standardized: standardize, values: inputsOf(data, standardize) };
      const g = activationFormula(choice, accepted.network.leaky_slope);
      difference = largestDifference(frame.parameters, collapse, inputs.values, g);
      known = wanted;
      freeAt = begun + (REST + 1) * (performance.now() - begun);
      return difference;
    },
  };
}
