import { activationFormula } from "../../arithmetic.js";
import { find as choiceNamed } from "../../configuration.js";
import { html, setHidden, setText, svg } from "../../dom.js";
import * as text from "../../inside/microscope-text.js";
import { nothingYet } from "../../inside/text.js";
import { countsOf, told, trainingInputs, under } from "../../inside/z-shares.js";
import { slopeFormula } from "../../slopes.js";
import { createPace } from "../../spoken.js";
import { inPageLanguage } from "../../text.js";
import { createPlot } from "./microscope-plot.js";
import { createRows } from "./microscope-rows.js";

/** @import { Rule } from "../../inside/z-shares.js" */
/** @import { Look } from "../../look.js" */
/** @import { Actions, Histograms, InsidePanel, State } from "../../types.js" */
/** @import { Catalog, DataBody } from "../../wire.js" */

/** While it plays, a comparison that took t rests for 9 t: a tenth of the time goes into it. */
const REST = 9;

/**
 * The activation, its slope, and where the units' z lie on them: what is saturated, what is dead, what another
 * activation would make of the same z.
 * @param {HTMLElement} host
 * @param {{ actions: Actions, look: Look }} parts
 * @returns {InsidePanel}
 */
export function create(host, { actions, look }) {
  const parts = build();
  host.append(parts.waiting, parts.body);
  const plot = createPlot(parts.plot);
  const rows = createRows(parts.list, actions);
  const compare = createComparison();
  const isTimeToTell = createPace();
  let size = { width: 0, height: 0 };
  /** @type {State | null} */
  let newest = null;
  /** @type {Rule | null} */
  let rule = null;
  /** @type {Rule | null} */
  let other = null;
  let framed = "";
  /** @type {unknown[]} */
  let painted = [];

  parts.select.addEventListener("change", () => newest && update(newest));
  const observer = new ResizeObserver(measure);
  observer.observe(parts.plot);

  function measure() {
    size = { width: parts.plot.clientWidth, height: parts.plot.clientHeight };
    actions.dispatch({ type: "look" });
  }

  /** Curves, keys and choices: what a frame does not change. @param {Catalog} catalog @param {NonNullable<State["accepted"]>} accepted @param {number | null} threshold */
  function frame(catalog, { network: { activation, leaky_slope } }, threshold) {
    const { value } = parts.select;
    const now = `${activation} ${leaky_slope} ${value} ${size.width} ${size.height} ${look.scale}`;
    if (now === framed || size.width === 0) return false;
    framed = now;
    rule = ruleOf(catalog, activation, leaky_slope);
    other = value && value !== activation ? ruleOf(catalog, value, leaky_slope) : null;
    if (!rule) return false;
    offer(catalog, activation, value);
    plot.frame({ ...size, scale: look.scale }, rule, other);
    setText(parts.name, labelOf(catalog, activation));
    for (const key of parts.otherKeys) setHidden(key, other === null);
    setText(parts.definition, text.definition(threshold));
    setText(parts.share, threshold === null ? text.inactive : text.saturated);
    parts.share.title = text.definition(threshold);
    return true;
  }

  let offered = "";
  /** All activations but the run's own. @param {Catalog} catalog @param {string} own @param {string} value */
  function offer({ activations }, own, value) {
    if (own === offered) return;
    offered = own;
    const options = activations.filter(({ name }) => name !== own);
    parts.select.replaceChildren(
      html("option", { value: "" }, text.nothingCompared),
      ...options.map(({ name, label }) => html("option", { value: name }, inPageLanguage(label))),
    );
    parts.select.value = value === own ? "" : value;
  }

  /** @param {State} state */
  function update(state) {
    newest = state;
    const { frame: now, catalog, accepted, data, hovered, pinned } = state;
    const histograms = now?.histograms ?? null;
    const lost = state.runState === "diverged" && !isWithin(state);
    setHidden(parts.body, !histograms || lost);
    setHidden(parts.waiting, !parts.body.hidden);
    setText(parts.waiting, lost ? text.diverged : nothingYet);
    if (!histograms || !catalog || !accepted || lost) return;
    if (histograms.shape[0] !== now?.parameters?.W1.shape[0]) return;
    const anew = frame(catalog, accepted, histograms.threshold);
    const unit = hovered ?? pinned;
    const wanted = [histograms, unit, pinned, framed];
    const same = wanted.every((value, k) => value === painted[k]);
    if (!anew && same && !compare.owes()) return;
    if (histograms !== painted[0] || anew) rows.paint(histograms);
    painted = wanted;
    plot.bars(countsOf(histograms, unit));
    rows.select(histograms, unit, pinned);
    setText(parts.who, unit === null ? text.allUnits : text.unitName(unit));
    rows.compare(data && other ? compare.of(state, data, other, unit, parts.select, catalog) : null);
    tell(state, histograms, unit, anew || !same);
  }

  /** @param {State} state @param {Histograms} histograms @param {number | null} unit @param {boolean} asked */
  function tell(state, histograms, unit, asked) {
    if (!isTimeToTell(state) && !(asked && !state.playing)) return;
    const name = unit === null ? text.allUnits : text.unitName(unit);
    const sentences = [text.sentence(name, told(histograms, unit))];
    const compared = compare.known();
    if (compared) sentences.push(text.sentence(compared.name, compared.told));
    setText(parts.summary, sentences.join(" "));
  }

  return {
    update,
    resize() {},
    destroy() {
      observer.disconnect();
      host.replaceChildren();
    },
  };
}

/** What stands in the panel. */
function build() {
  const who = html("strong", { class: "micro-who" });
  const name = html("span", {}, "");
  const plot = svg("svg", { class: "micro-plot", "aria-hidden": "true" });
  const summary = html("p", { class: "visually-hidden" });
  const select = html("select", { "aria-label": text.compareWith });
  const otherKeys = [key("other-g", "g"), key("other-slope", "g\u2032")];
  const keys = html("ul", { class: "legend" }, key("g", "g", name), key("slope", "g\u2032"));
  const other = html(
    "div",
    { class: "micro-compare" },
    html("ul", { class: "legend" }, ...otherKeys),
    select,
  );
  const head = html("div", { class: "micro-head" }, who, keys, other);
  const figure = html("figure", { class: "micro-figure", "aria-label": text.figure }, head, plot, summary);
  const share = html("span", { class: "micro-head-share" });
  const list = html("div", { class: "micro-list" });
  list.append(
    html(
      "div",
      { class: "micro-columns", "aria-hidden": "true" },
      html("span", {}, text.list),
      share,
      html("span", {}, text.mean),
    ),
  );
  const definition = html("p", { class: "micro-definition" });
  const body = html("div", { class: "micro", hidden: true }, figure, list, definition);
  const waiting = html("p", { class: "inside-waiting" }, nothingYet);
  return { body, waiting, who, name, plot, summary, select, otherKeys, share, list, definition };
}

/** @param {string} curve @param {string} symbol @param {Node} [more] */
function key(curve, symbol, more) {
  const line = svg("line", { x1: 0, y1: 4, x2: 24, y2: 4, class: `micro-curve micro-${curve}` });
  return html(
    "li",
    {},
    svg("svg", { class: "key-line", "aria-hidden": "true" }, line),
    html("i", {}, symbol),
    more ?? "",
  );
}

/** @param {Catalog} catalog @param {string} name */
const labelOf = ({ activations }, name) => {
  const choice = choiceNamed(activations, name);
  return choice ? inPageLanguage(choice.label) : name;
};

/** @param {Catalog} catalog @param {string} name @param {number} leaky @returns {Rule | null} */
function ruleOf({ activations }, name, leaky) {
  const choice = choiceNamed(activations, name);
  if (!choice) return null;
  const [g, slope] = [activationFormula(choice, leaky), slopeFormula(choice, leaky)];
  return { g, slope, threshold: choice.saturation };
}

/** @param {State} state */
function isWithin({ frame }) {
  const { W1, b1 } = frame?.parameters ?? {};
  return [W1, b1].every((tensor) => tensor && Array.from(tensor.values).every(Number.isFinite));
}

/** What another activation makes of the newest z; of large networks, while they play, of z a little before. */
function createComparison() {
  /** @type {unknown[]} */
  let known = [];
  /** @type {{ name: string, told: ReturnType<typeof told> } | null} */
  let result = null;
  /** @type {{ data: DataBody, standardized: boolean, values: Float64Array[] } | null} */
  let inputs = null;
  let freeAt = 0;
  let behind = false;

  return {
    /** The last one is of an earlier frame. */
    owes: () => behind,
    known: () => result,
    /** @param {State} state @param {DataBody} data @param {Rule} rule @param {number | null} unit @param {HTMLSelectElement} select @param {Catalog} catalog */
    of({ frame, accepted, playing }, data, rule, unit, select, catalog) {
      const wanted = [frame, rule, unit, data];
      const same = wanted.every((value, k) => value === known[k]);
      const asked = rule !== known[1] || unit !== known[2];
      const begun = performance.now();
      behind = !same && !asked && playing && begun < freeAt;
      if (same || behind || !frame?.parameters) return result;
      const standardized = accepted?.data.standardize ?? false;
      if (inputs?.data !== data || inputs.standardized !== standardized)
        inputs = { data, standardized, values: trainingInputs(data, standardized) };
      const name = text.under(unit, labelOf(catalog, select.value));
      result = { name, told: under(frame.parameters, inputs.values, rule, unit) };
      known = wanted;
      freeAt = begun + (REST + 1) * (performance.now() - begun);
      return result;
    },
  };
}
