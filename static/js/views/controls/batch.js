import { html } from "../../dom.js";
import { numberAt } from "../../fields.js";
import { batchNames, batchSizes } from "../../text.js";
import { entry } from "./entry.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/** What "mini-batch" starts with. */
const MINI = 32;
/** @type {Record<string, number | null>} */
const SIZES = { full: null, mini: MINI, one: 1 };

/** @param {number | null} size */
const nameOf = (size) => (size === null ? "full" : size === 1 ? "one" : "mini");

/**
 * How many examples an iteration learns from: all, some, one, or any number that is typed.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string }} options
 * @param {Actions} actions
 */
export function batch(host, catalog, { path }, actions) {
  const inputs = Object.keys(SIZES).map((value) => html("input", { type: "radio", name: path, value }));
  const labels = inputs.map((input) => html("label", {}, input, html("span", {}, batchNames[input.value])));
  const segments = html(
    "div",
    { class: "segments wide", role: "radiogroup", "aria-label": batchSizes },
    ...labels,
  );
  segments.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) actions.choose(path, SIZES[target.value]);
  });
  const number = entry(host, catalog, { path }, actions);
  host.querySelector(".field-row")?.after(segments);
  return {
    /** @param {State} state */
    update(state) {
      number.update(state);
      const name = nameOf(numberAt(state.configuration, path));
      for (const input of inputs) input.checked = input.value === name;
    },
  };
}
