import { html, setHidden } from "../../dom.js";
import * as text from "../../inside/symmetry-text.js";
import { nothingYet } from "../../inside/text.js";
import { createCollapse } from "./symmetry-collapse.js";
import { createMeter } from "./symmetry-meter.js";

/** @import { Inside } from "../../inside/panels.js" */
/** @import { Look } from "../../look.js" */
/** @import { Actions, InsidePanel, State } from "../../types.js" */

/** @typedef {{ actions: Actions, look: Look, api: ReturnType<typeof import("../../api.js").createApi> }} Parts */

/**
 * Where units are one and the same: because their rows are equal, or because a linear layer is none. Both show where
 * there is room, else one of them.
 * @param {HTMLElement} host
 * @param {Parts} parts
 * @returns {InsidePanel}
 */
export function create(host, parts) {
  const waiting = html("p", { class: "inside-waiting" }, nothingYet);
  const meter = createMeter(parts);
  const collapse = createCollapse(parts);
  const body = html("div", { class: "twin", hidden: true });
  const choice = segments((half) => parts.actions.dispatch({ type: "inside", half }));
  body.append(choice.element, meter.element, collapse.element);
  host.append(waiting, body);

  return {
    /** @param {State} state */
    update(state) {
      const ready = state.frame?.parameters != null && state.accepted !== null && state.data !== null;
      setHidden(waiting, ready);
      setHidden(body, !ready);
      if (!ready) return;
      body.dataset.shown = state.inside.half;
      choice.show(state.inside.half);
      meter.update(state);
      collapse.update(state);
    },
    resize() {},
    destroy() {
      meter.destroy();
      collapse.destroy();
      host.replaceChildren();
    },
  };
}

/** Which of both shows where there is room for one. @param {(half: Inside["half"]) => void} choose */
function segments(choose) {
  /** @param {Inside["half"]} value @param {string} name */
  function one(value, name) {
    const input = html("input", { type: "radio", name: "twin", value });
    input.addEventListener("change", () => choose(value));
    return { input, label: html("label", {}, input, html("span", {}, name)) };
  }
  const both = [one("symmetry", text.symmetry), one("collapse", text.collapse)];
  const legend = html("legend", { class: "visually-hidden" }, text.which);
  const labels = both.map(({ label }) => label);
  return {
    element: html("fieldset", { class: "segments twin-choice" }, legend, ...labels),
    /** @param {Inside["half"]} half */
    show(half) {
      for (const { input } of both) input.checked = input.value === half;
    },
  };
}
