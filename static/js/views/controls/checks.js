import { valueAt } from "../../configuration.js";
import { html } from "../../dom.js";
import { fieldFrame } from "./field.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * Any of a few names.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string }} options
 * @param {Actions} actions
 */
export function checks(host, catalog, { path }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const boxes = (frame.field.options ?? []).map((value) => html("input", { type: "checkbox", value }));
  const labels = boxes.map((box) => html("label", { class: "check" }, box, box.value));
  const group = html(
    "div",
    { role: "group", class: "checks", "aria-label": frame.label, "aria-describedby": frame.describedBy },
    ...labels,
  );
  group.addEventListener("change", () => {
    actions.choose(
      path,
      boxes.filter((box) => box.checked).map((box) => box.value),
    );
  });
  const heading = html("span", { "aria-hidden": "true" }, frame.label);
  host.append(html("div", { class: "field-row" }, heading, group), frame.helpLine, frame.error);
  return {
    /** @param {State} state */
    update(state) {
      if (!frame.update(state) || !state.configuration) return;
      const chosen = /** @type {string[]} */ (valueAt(state.configuration, path));
      for (const box of boxes) box.checked = chosen.includes(box.value);
    },
  };
}
