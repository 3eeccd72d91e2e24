import { html, setText } from "../dom.js";
import { formatPlain, parseNumber } from "../format.js";
import { isBlank } from "../own-state.js";
import * as text from "../text.js";
import { entryOf, entryValue } from "./weight-entry.js";

/** @import { Actions, Entry, State } from "../types.js" */

/**
 * The editor of one weight or bias, in its place in the diagram. Enter applies, Escape takes it back; leaving it
 * applies what was changed. What is no number stays as typed, with a line that says so.
 * @param {HTMLElement} diagram
 * @param {Actions} actions
 */
export function createWeightEditor(diagram, actions) {
  const name = html("label", { class: "weight-name", for: "weight-input" });
  const input = html("input", {
    id: "weight-input",
    class: "weight-input",
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "weight-error",
  });
  const error = html("p", { class: "field-error", id: "weight-error", role: "alert" });
  const box = html("div", { class: "weight-editor", hidden: true }, name, input, error);
  diagram.append(box);
  /** @type {Entry | null} */
  let entry = null;
  /** @type {HTMLElement | null} */
  let opener = null;
  let before = "";
  /** @type {State | null} */
  let newest = null;

  /** @param {MouseEvent} event */
  function open(event) {
    const found = entryOf(event.target);
    if (!found || !newest?.frame?.parameters || !canEdit(newest)) return;
    const { element } = found;
    if (entry) apply();
    entry = found.entry;
    opener = element instanceof HTMLElement ? element : null;
    before = formatPlain(entryValue(newest.frame.parameters, entry));
    setText(name, text.entryName(entry, newest.frame.parameters.W2.shape[0]));
    setText(error, "");
    input.setAttribute("aria-invalid", "false");
    input.value = before;
    box.hidden = false;
    place(element, event);
    input.focus();
    input.select();
  }

  /** Over its number, or where a link was clicked; within the diagram. @param {Element} element @param {MouseEvent} event */
  function place(element, event) {
    const room = diagram.getBoundingClientRect();
    const at = element.getBoundingClientRect();
    const number = element instanceof HTMLElement;
    const x = (number ? at.left + at.width / 2 : event.clientX) - room.left - box.offsetWidth / 2;
    const y = (number ? at.top + at.height / 2 : event.clientY) - room.top - box.offsetHeight / 2;
    const fits = (/** @type {number} */ start, /** @type {number} */ most) =>
      Math.max(0, Math.min(start, most));
    box.style.left = `${fits(x, room.width - box.offsetWidth).toFixed(0)}px`;
    box.style.top = `${fits(y, room.height - box.offsetHeight).toFixed(0)}px`;
  }

  /** @param {boolean} [back] give the focus back */
  function close(back = false) {
    if (!entry) return;
    entry = null; // first: to hide the box takes its focus
    box.hidden = true;
    if (back) opener?.focus();
  }

  /** @param {boolean} [back] */
  function apply(back = false) {
    if (!entry) return;
    const typed = input.value.trim();
    if (typed === before) return close(back);
    const value = parseNumber(typed);
    if (Number.isFinite(value)) {
      actions.edit(entry, value);
      return close(back);
    }
    input.setAttribute("aria-invalid", "true");
    setText(error, text.noNumber(typed));
  }

  diagram.addEventListener("click", open);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") apply(true);
    else close(true);
  });
  input.addEventListener("blur", () => {
    apply();
    close();
  });

  return {
    /** @param {State} state */
    update(state) {
      const other = newest?.run?.id !== state.run?.id;
      newest = state;
      if (entry && (other || !canEdit(state))) close();
    },
    destroy() {
      diagram.removeEventListener("click", open);
      box.remove();
    },
  };
}

/** Whether weights can be changed by hand here and now. @param {State} state */
export function canEdit(state) {
  const { drives, connection, runState } = state;
  return drives && connection === "open" && runState !== "diverged" && !isBlank(state);
}
