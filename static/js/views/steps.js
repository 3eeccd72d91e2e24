import { find, setText } from "../dom.js";
import { parseNumber } from "../format.js";
import { isBlank } from "../own-state.js";
import * as text from "../text.js";
import { iterationsOfEpoch } from "../timeline.js";

/** @import { Actions, View } from "../types.js" */

/** Iterations that one command may ask for, where the server does not say. */
const MOST = 10_000;

/**
 * What the transport has no room for: n iterations, one epoch, the start again with the same or with new weights.
 * @param {HTMLElement} opener
 * @param {HTMLElement} card a popover
 * @param {Actions} actions
 * @returns {View}
 */
export function stepsView(opener, card, actions) {
  const form = find(card, "form", HTMLFormElement);
  const entry = find(card, "[data-part=count]", HTMLInputElement);
  const error = find(card, "[data-part=count-error]", HTMLElement);
  const epoch = find(card, "[data-action=epoch]", HTMLButtonElement);
  const listening = new AbortController();
  const { signal } = listening;
  let most = MOST;

  /** @param {string} line */
  function complain(line) {
    setText(error, line);
    error.hidden = line === "";
    entry.setAttribute("aria-invalid", String(line !== ""));
  }

  /** @param {string} name @param {() => void} act */
  function onClick(name, act) {
    find(card, `[data-action=${name}]`, HTMLButtonElement).addEventListener("click", act, { signal });
  }

  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      const count = parseNumber(entry.value);
      const fits = Number.isInteger(count) && count >= 1 && count <= most;
      complain(fits ? "" : text.outOfRange(entry.value.trim(), true, 1, most));
      if (fits) actions.advance(count);
    },
    { signal },
  );
  onClick("epoch", () => actions.advanceEpoch());
  onClick("same-weights", () => actions.restart({ redraw: false, stop: true }));
  onClick("new-weights", () => actions.restart({ redraw: true, stop: false }));
  card.addEventListener(
    "toggle",
    ({ newState }) => {
      place(opener, card);
      if (newState === "open") entry.focus();
    },
    { signal },
  );

  return {
    update(state) {
      const { runState, connection, drives, data, accepted, catalog } = state;
      most = catalog?.limits.iterations_per_call ?? MOST;
      const still = connection === "lost" || !drives || isBlank(state);
      for (const button of card.querySelectorAll("button")) {
        const goesOn = button.type === "submit" || button === epoch;
        button.disabled = still || (goesOn && runState === "diverged");
      }
      if (data && accepted) setText(epoch, text.epochOf(iterationsOfEpoch(data, accepted)));
    },
    resize() {
      if (card.matches(":popover-open")) place(opener, card);
    },
    destroy: () => listening.abort(),
  };
}

/** Above its button, within the window. @param {HTMLElement} opener @param {HTMLElement} card */
function place(opener, card) {
  const { left, top } = opener.getBoundingClientRect();
  const room = document.documentElement.clientWidth - card.offsetWidth - 8;
  card.style.setProperty("--x", `${Math.max(8, Math.min(left, room))}px`);
  card.style.setProperty("--y", `${window.innerHeight - top + 8}px`);
}
