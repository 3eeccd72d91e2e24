import { html, icon, setHidden, setText } from "../../../dom.js";
import { parseNumber } from "../../../format.js";
import * as text from "../../../inside/iteration-text.js";

/** @import { State } from "../../../types.js" */

/**
 * What is shown, of which examples, and the step to the next equation.
 * @param {object} parts
 * @param {ReturnType<typeof import("./walk.js").createWalk>} parts.walk
 * @param {(view: text.ViewName) => void} parts.onView
 * @param {(example: number | null) => void} parts.onExample from 0; null: all
 * @param {() => void} parts.onNext
 */
export function createToolbar({ walk, onView, onExample, onNext }) {
  const views = Object.entries(text.views).map(([value, label]) => radio("iteration-view", value, label));
  const one = radio("iteration-examples", "one", text.oneExample);
  const all = radio("iteration-examples", "all", "");
  const number = html("input", {
    ...{ class: "number boxed example-number", type: "text", inputmode: "numeric", autocomplete: "off" },
    "aria-label": text.exampleNumber,
  });
  const next = html(
    "button",
    { class: "button", type: "button", title: text.nextEquationKey, "data-action": "next-equation" },
    icon("step"),
    text.nextEquation,
  );
  const examples = group(text.examplesShown, [one, all]);
  const steps = html("div", { class: "iteration-steps" }, next, walk.button, walk.pace);
  const which = html("div", { class: "iteration-which" }, examples, number, steps);
  const element = html("div", { class: "iteration-tools" }, group(text.shows, views), which);
  /** The example to go back to. */
  let last = 0;
  let m = 1;

  for (const { input } of views)
    input.addEventListener("change", () => onView(/** @type {text.ViewName} */ (input.value)));
  one.input.addEventListener("change", () => onExample(Math.min(last, m - 1)));
  all.input.addEventListener("change", () => onExample(null));
  number.addEventListener("change", choose);
  number.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    onExample(Math.min(Math.max(0, last + by), m - 1));
  });
  next.addEventListener("click", onNext);

  function choose() {
    const typed = parseNumber(number.value);
    if (Number.isInteger(typed) && typed >= 1 && typed <= m) onExample(typed - 1);
    else number.value = String(last + 1);
  }

  return {
    element,
    /** @param {string} view */
    showView(view) {
      for (const { input } of views) input.checked = input.value === view;
      const ofRun = view === "equations" || view === "graph";
      setHidden(examples, !ofRun);
      setHidden(which, view === "loops");
      setHidden(steps, view === "loops");
      setHidden(walk.button, !ofRun);
      setHidden(walk.pace, !ofRun);
      element.dataset.view = view;
    },
    /** @param {State} state @param {number | null} example */
    update({ data }, example) {
      if (!data) return;
      m = data.train.length;
      setText(all.label, text.allExamples(data.train.filter(Boolean).length));
      if (example !== null) last = example;
      one.input.checked = example !== null;
      all.input.checked = example === null;
      setHidden(number, example === null || element.dataset.view === "examples");
      if (document.activeElement !== number || Number(number.value) - 1 !== last) {
        const shown = String(last + 1);
        if (document.activeElement !== number && number.value !== shown) number.value = shown;
      }
      const bound = `1\u2013${m}`;
      if (number.title !== bound) number.title = bound;
    },
  };
}

/** @param {string} name @param {string} value @param {string} words */
function radio(name, value, words) {
  const input = html("input", { type: "radio", name, value });
  const label = html("span", {}, words);
  return { input, label, element: html("label", {}, input, label) };
}

/** @param {string} name @param {{ element: HTMLElement }[]} choices */
const group = (name, choices) =>
  html(
    "fieldset",
    { class: "segments" },
    html("legend", { class: "visually-hidden" }, name),
    ...choices.map(({ element }) => element),
  );
