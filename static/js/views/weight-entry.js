import { html, setText } from "../dom.js";
import * as text from "../text.js";

/** @import { Entry, Frame } from "../types.js" */

/**
 * A number of the diagram that can be changed in place: a click or Enter opens the editor.
 * @param {string} kind its class
 * @param {Entry} entry
 * @param {number} outputs n_y
 */
export function createEntry(kind, entry, outputs) {
  const value = html("span");
  const button = html(
    "button",
    { type: "button", class: `entry ${kind}`, "data-entry": entryKey(entry) },
    html("span", { class: "visually-hidden" }, text.entryName(entry, outputs), ": "),
    value,
  );
  return {
    button,
    /** @param {number} weight @param {string} shown */
    show(weight, shown) {
      setText(value, shown);
      button.classList.toggle("negative", weight < 0);
      button.classList.toggle("zero", weight === 0);
    },
  };
}

/** @param {Entry} entry */
export const entryKey = ({ name, row, column }) => `${name} ${row} ${column}`;

/** The entry that an element of the diagram stands for. @param {EventTarget | null} target */
export function entryOf(target) {
  const element = target instanceof Element ? target.closest("[data-entry]") : null;
  const key = element?.getAttribute("data-entry");
  if (!element || !key) return null;
  const [name, row, column] = key.split(" ");
  const entry = { name: /** @type {Entry["name"]} */ (name), row: Number(row), column: Number(column) };
  return { element, entry };
}

/** @param {NonNullable<Frame["parameters"]>} parameters @param {Entry} entry */
export function entryValue(parameters, { name, row, column }) {
  const { shape, values } = parameters[name];
  return values[row * shape[1] + column];
}
