import { html } from "../../dom.js";
import { formatPlain, parseNumber } from "../../format.js";
import { noneWord, outOfRange } from "../../text.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { CatalogField } from "../../wire.js" */

/**
 * A number typed by hand. Enter or leaving the field applies it, Escape takes the old value back. What is wrong stays
 * as typed, with a line that says why. Where the field may be null, nothing typed means null.
 * @param {object} options
 * @param {CatalogField} options.field
 * @param {{ id: string, label: string, describedBy: string, bounds(): [number, number] }} options.frame
 * @param {Actions} options.actions
 */
export function numberEntry({ field, frame, actions }) {
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
    placeholder: field.optional && noneWord(field.path),
  });
  let current = "";

  function apply() {
    if (input.value === current) {
      actions.dispatch({ type: "field-error", path: field.path, text: null });
      return;
    }
    const [low, high] = frame.bounds();
    const none = field.optional && input.value.trim() === "";
    const value = none ? null : parseNumber(input.value);
    const fine = value === null || (value >= low && value <= high && (!whole || Number.isInteger(value)));
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
    /** @param {State} state @param {number | null} value */
    update({ errors }, value) {
      const wrong = field.path in errors;
      input.setAttribute("aria-invalid", String(wrong));
      const text = value === null ? "" : formatWhole(value, whole);
      const typing = document.activeElement === input && input.value !== current;
      current = text;
      if (!wrong && !typing && input.value !== text) input.value = text;
    },
  };
}

/** A whole number with all its digits: it may be a seed. @param {number} value @param {boolean} whole */
function formatWhole(value, whole) {
  return whole ? String(value) : formatPlain(value);
}
