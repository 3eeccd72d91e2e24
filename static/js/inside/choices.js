/** Small choices of a panel: one of a few words, one of a list, on or off. */
import { html } from "../dom.js";

/**
 * One of a few words.
 * @param {string} name of the group, and how its radio buttons belong together
 * @param {string} label
 * @param {[value: string, word: string][]} options
 * @param {(value: string) => void} choose
 */
export function segments(name, label, options, choose) {
  const inputs = options.map(([value, word]) => {
    const input = html("input", { type: "radio", name, value });
    input.addEventListener("change", () => choose(value));
    return { value, input, word };
  });
  const element = html(
    "fieldset",
    { class: "segments" },
    html("legend", { class: "visually-hidden" }, label),
    ...inputs.map(({ input, word }) => html("label", {}, input, html("span", {}, word))),
  );
  return {
    element,
    /** @param {string} chosen */
    show(chosen) {
      for (const { value, input } of inputs)
        if (input.checked !== (value === chosen)) input.checked = value === chosen;
    },
  };
}

/** On or off. @param {string} word @param {(on: boolean) => void} choose */
export function toggle(word, choose) {
  const input = html("input", { type: "checkbox" });
  input.addEventListener("change", () => choose(input.checked));
  const element = html("div", { class: "segments" }, html("label", {}, input, html("span", {}, word)));
  return { element, input };
}

/**
 * One of a list that may change.
 * @param {string} label
 * @param {(value: string) => void} choose
 */
export function list(label, choose) {
  const element = html("select", { class: "panel-select", "aria-label": label });
  element.addEventListener("change", () => choose(element.value));
  let known = "";
  return {
    element,
    /** @param {[value: string, word: string][]} options @param {string} chosen */
    show(options, chosen) {
      const key = JSON.stringify(options);
      if (key !== known) {
        known = key;
        element.replaceChildren(...options.map(([value, word]) => html("option", { value }, word)));
      }
      if (element.value !== chosen) element.value = chosen;
    },
  };
}
