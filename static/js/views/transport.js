import { find, setText } from "../dom.js";
import { formatCount } from "../format.js";
import { createPace } from "../spoken.js";
import * as text from "../text.js";

/** @import { Actions, Speed, State, View } from "../types.js" */

/**
 * Play, pause, one iteration, reset, speed, and how far it got.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @returns {View}
 */
export function transportView(host, actions) {
  /** @param {string} name */
  const part = (name) => find(host, `[data-part="${name}"]`, HTMLElement);
  /** @param {string} name */
  const button = (name) => find(host, `[data-action="${name}"]`, HTMLButtonElement);
  const play = button("play");
  const step = button("step");
  const playIcon = find(host, "[data-part=play-icon]", SVGUseElement);
  const reset = button("reset");
  const retry = button("retry");
  const speedSelect = find(host, "[data-part=speed-select]", HTMLSelectElement);
  const speedButtons = [...host.querySelectorAll("input[name=speed]")].filter(
    (e) => e instanceof HTMLInputElement,
  );
  const announce = createAnnouncer(part("progress"));
  let playing = false;

  play.addEventListener("click", () => (playing ? actions.pause() : actions.play()));
  step.addEventListener("click", () => actions.advance(1));
  reset.addEventListener("click", () => actions.restart({ redraw: false, stop: true }));
  retry.addEventListener("click", () => actions.retry());
  part("speed").addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement)
      actions.setSpeed(speedOf(target.value));
  });

  /** @param {State} state */
  function updatePlay(state) {
    playing = state.playing;
    const label = playing ? text.pause : text.play;
    if (play.getAttribute("aria-label") === label) return;
    play.setAttribute("aria-label", label);
    playIcon.setAttribute("href", playing ? "#icon-pause" : "#icon-play");
  }

  return {
    update(state) {
      const over = state.runState === "diverged";
      setText(part("iteration"), formatCount(state.frame?.snapshot.iteration ?? 0));
      updatePlay(state);
      const lost = state.connection === "lost";
      play.disabled = over || lost;
      step.disabled = over || lost;
      reset.disabled = lost;
      setText(part("connection"), lost ? text.reconnecting : "");
      setText(part("ended"), state.runState === "finished" ? (state.reason ?? "") : "");
      setText(part("notice"), lost ? "" : (state.notice?.text ?? ""));
      retry.hidden = lost || !state.notice?.retry;
      for (const input of speedButtons) input.checked = input.value === String(state.speed);
      speedSelect.value = String(state.speed);
      announce(state);
    },
    resize() {},
    destroy() {},
  };
}

/** @param {string} value @returns {Speed} */
function speedOf(value) {
  return value === "max" ? "max" : Number(value);
}

/**
 * Tell people who listen, politely.
 * @param {HTMLElement} region
 */
function createAnnouncer(region) {
  const isDue = createPace();
  /** @param {State} state */
  return (state) => {
    if (isDue(state) && state.frame) setText(region, text.progress(state.frame.snapshot));
  };
}
