import { find as choiceNamed } from "../configuration.js";
import { find, html, setText } from "../dom.js";
import { controlKind, unplacedFields } from "../fields.js";
import * as text from "../text.js";
import { batch } from "./controls/batch.js";
import { checks } from "./controls/checks.js";
import { entry } from "./controls/entry.js";
import { menu } from "./controls/menu.js";
import { slider } from "./controls/slider.js";
import { stepper } from "./controls/stepper.js";
import { toggle } from "./controls/toggle.js";

/** @import { Actions, State } from "../types.js" */
/** @import { Catalog } from "../wire.js" */

/** @typedef {{ update(state: State): void }} Control */

const CONTROLS = { menu, toggle, checks, entry, stepper, slider };
/** Controls that are more than their kind. */
const SPECIAL = new Map([["training.batch_size", batch]]);

/**
 * The control that suits a field of the catalog.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {import("../wire.js").CatalogField} field
 * @param {Actions} actions
 * @returns {Control | null}
 */
export function controlFor(host, catalog, field, actions) {
  const kind = controlKind(field);
  return kind && (SPECIAL.get(field.path) ?? CONTROLS[kind])(host, catalog, { path: field.path }, actions);
}

/**
 * Every field of the catalog that has no place of its own, folded away; folded, a summary of the training.
 * @param {HTMLElement} host a details element
 * @param {Catalog} catalog
 * @param {string[]} placed paths that have a place
 * @param {Actions} actions
 */
export function advanced(host, catalog, placed, actions) {
  const body = find(host, "[data-part=advanced-body]", HTMLElement);
  const summary = find(host, "[data-part=advanced-summary]", HTMLElement);
  /** @type {Control[]} */
  const controls = [];
  const paths = new Set();
  for (const [group, fields] of unplacedFields(catalog, placed)) {
    const part = html("div", { class: "advanced-group" }, html("h3", {}, text.groups[group] ?? group));
    for (const field of fields) {
      const place = html("div", { "data-control": field.path });
      const control = controlFor(place, catalog, field, actions);
      if (!control) continue;
      part.append(place);
      controls.push(control);
      paths.add(field.path);
    }
    body.prepend(part); // training, which is asked for most, comes first
  }
  return {
    /** @param {State} state */
    update(state) {
      for (const control of controls) control.update(state);
      if (host instanceof HTMLDetailsElement && Object.keys(state.errors).some((path) => paths.has(path)))
        host.open = true;
      const training = state.configuration?.training;
      if (!training) return;
      const optimizer = choiceNamed(catalog.optimizers, training.optimizer);
      const other = optimizer && training.optimizer !== catalog.defaults.training.optimizer;
      const name = other ? text.inPageLanguage(optimizer.label) : null;
      setText(summary, text.trainingSummary(name, training.batch_size, training.l1, training.l2));
    },
  };
}
