import { html } from "../../dom.js";
import { formatPlain, parseNumber } from "../../format.js";
import { outOfRange } from "../../text.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { CatalogField } from "../../wire.js" */

/**
 * A number typed by hand. Enter or leaving the field applies it, Escape takes the old value back. What is wrong stays
 * as typed, with a line that says why.
 * @param {object} options
 * @param {CatalogField} options.field
 * @param {{ id: string, label: string, describedBy: string }} options.frame
 * @param {number} options.low
 * @param {number} options.high
 * @param {Actions} options.actions
 */
export function numberEntry({ field, frame, low, high, actions }) {
  const whole = field.kind === "integer";
  const input = html("input", {
    type: "text",
    inputmode: whole ? "numeric" : "decimal",
    autocomplete: "off",
    spellcheck: "false",
    class: "number",
    id: frame.id,
    "aria-label": frame.label,
    "aria-describedby": frame.describedBy,
  });
  let current = "";

  function apply() {
    if (input.value === current) return;
    const value = parseNumber(input.value);
    const fine = value >= low && value <= high && (!whole || Number.isInteger(value));
    if (fine) actions.choose(field.path, value);
    const line = fine ? null : outOfRange(input.value.trim(), whole, low, high);
    actions.dispatch({ type: "field-error", path: field.path, text: line });
  }
  input.addEventListener("change", apply);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    input.value = current;
    actions.dispatch({ type: "field-error", path: field.path, text: null });
  });

  return {
    input,
    /** @param {State} state @param {number} value */
    update({ errors }, value) {
      const wrong = field.path in errors;
      input.setAttribute("aria-invalid", String(wrong));
      const text = formatPlain(value);
      const typing = document.activeElement === input && input.value !== current;
      current = text;
      if (!wrong && !typing && input.value !== text) input.value = text;
    },
  };
}
