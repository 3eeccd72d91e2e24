import { find, html, setHidden, setText } from "../dom.js";
import { LETTERS } from "../networks.js";
import { PRESETS } from "../presets.js";
import * as text from "../text.js";
import { presetWords } from "./network-words.js";

/** @import { Actions, State, View } from "../types.js" */
/** @import { Catalog } from "../wire.js" */

/**
 * Whose choices the rail shows and changes: those of all networks, or of one.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @returns {View}
 */
export function pickView(host, actions) {
  const segments = find(host, "[data-part=pick]", HTMLElement);
  const note = find(host, "[data-part=pick-note]", HTMLElement);
  /** @type {HTMLInputElement[]} */
  let inputs = [];
  /** @param {Event} event */
  const change = ({ target }) => {
    if (target instanceof HTMLInputElement) actions.pick(target.value === "" ? null : Number(target.value));
  };
  segments.addEventListener("change", change);

  /** @param {number} count */
  function build(count) {
    if (inputs.length === count + 1) return;
    const entries = [null, ...LETTERS.slice(0, count).keys()].map((network) => {
      const input = html("input", { type: "radio", name: "pick", value: network ?? "" });
      const name = network === null ? text.all : LETTERS[network];
      return { input, label: html("label", {}, input, html("span", {}, name)) };
    });
    inputs = entries.map(({ input }) => input);
    segments.replaceChildren(...entries.map(({ label }) => label));
  }

  return {
    update({ networks, focus }) {
      setHidden(host, networks.length === 0);
      if (host.hidden) return;
      build(networks.length);
      for (const input of inputs) input.checked = input.value === (focus === null ? "" : String(focus));
      setText(note, focus === null ? text.changesAll : text.changesOne(LETTERS[focus]));
    },
    resize() {},
    destroy: () => segments.removeEventListener("change", change),
  };
}

/**
 * Networks to compare, one click each.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @returns {View}
 */
export function presetsView(host, actions) {
  let built = false;
  /** @param {Catalog} catalog */
  function build(catalog) {
    built = true;
    for (const preset of PRESETS) {
      const button = html(
        "button",
        { type: "button", class: "button preset", "data-preset": preset.name },
        html("span", {}, text.presets[preset.name]),
        html("span", { class: "preset-networks" }, presetWords(preset, catalog)),
      );
      button.addEventListener("click", () => actions.compare(preset));
      host.append(button);
    }
  }
  return {
    /** @param {State} state */
    update({ catalog }) {
      if (catalog && !built) build(catalog);
    },
    resize() {},
    destroy: () => host.replaceChildren(),
  };
}
