import { html, setHidden } from "../../dom.js";
import * as text from "../../inside/symmetry-text.js";
import { nothingYet } from "../../inside/text.js";
import { createCollapse } from "./symmetry-collapse.js";
import { createMeter } from "./symmetry-meter.js";

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
  const body = html("div", { class: "twin", "data-shown": "symmetry", hidden: true });
  const choice = segments((shown) => {
    body.dataset.shown = shown;
  });
  body.append(choice, meter.element, collapse.element);
  host.append(waiting, body);

  return {
    /** @param {State} state */
    update(state) {
      const ready = state.frame?.parameters != null && state.accepted !== null && state.data !== null;
      setHidden(waiting, ready);
      setHidden(body, !ready);
      if (!ready) return;
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

/** Which of both shows where there is room for one. @param {(shown: string) => void} choose */
function segments(choose) {
  const names = { symmetry: text.symmetry, collapse: text.collapse };
  const inputs = Object.entries(names).map(([value, name], k) => {
    const input = html("input", { type: "radio", name: "twin", value, checked: k === 0 });
    input.addEventListener("change", () => choose(value));
    return html("label", {}, input, html("span", {}, name));
  });
  const legend = html("legend", { class: "visually-hidden" }, text.which);
  return html("fieldset", { class: "segments twin-choice" }, legend, ...inputs);
}
