import { explain, find, partsOf, setHidden, setText } from "../dom.js";
import { formatCost, formatCount } from "../format.js";
import { LETTERS } from "../networks.js";
import { isBlank } from "../own-state.js";
import * as ownText from "../own-text.js";
import { createPace } from "../spoken.js";
import { tryingAgainIn } from "../states-text.js";
import * as text from "../text.js";
import { isBlocked } from "./blocked.js";

/** @import { Actions, Speed, State, View } from "../types.js" */

/**
 * Play, pause, one iteration, reset, speed, and how far it got.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @returns {View}
 */
export function transportView(host, actions) {
  const part = partsOf(host);
  /** @param {string} name */
  const button = (name) => find(host, `[data-action="${name}"]`, HTMLButtonElement);
  const play = button("play");
  const step = button("step");
  const playIcon = find(host, "[data-part=play-icon]", SVGUseElement);
  const reset = button("reset");
  const retry = button("retry");
  const takeOver = button("take-over");
  const speed = find(host, "[data-part=speed]", HTMLFieldSetElement);
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
  takeOver.addEventListener("click", () => actions.takeOver());
  speed.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement)
      actions.setSpeed(speedOf(target.value));
  });

  /** @param {State} state */
  function updatePlay(state) {
    playing = goesOn(state);
    const label = playing ? text.pause : text.play;
    if (play.getAttribute("aria-label") === label) return;
    play.setAttribute("aria-label", label);
    playIcon.setAttribute("href", playing ? "#icon-pause" : "#icon-play");
  }

  /** What can be done now, and why the rest cannot. @param {State} state */
  function updateAccess(state) {
    const { runState, connection, drives } = state;
    const empty = isBlank(state);
    const over = runState === "diverged" || empty;
    const away = connection === "lost";
    play.disabled = over || !drives; // while the server is away it is a wish
    step.disabled = over || away || !drives;
    reset.disabled = away || !drives || empty;
    speed.disabled = !drives;
    host.classList.toggle("away", away);
    const why = !drives ? text.watchingWhy : empty ? ownText.pointsFirst : "";
    explain(play, why || (away ? text.actsLater : ""));
    explain(speed, drives ? "" : text.watchingWhy);
    for (const control of [step, reset]) explain(control, why || (away ? text.notWhileAway : ""));
  }

  /** @param {State} state */
  function updateChips(state) {
    const { connection, full, drives, runState, reason, notice } = state;
    const away = connection === "lost";
    const watches = !drives && !away;
    setText(part("connection"), away ? text.reconnecting(full) : "");
    setText(part("watching"), watches ? text.watching : "");
    setText(part("ended"), runState === "finished" ? text.ended(reason) : "");
    const told = away || isBlocked(state) ? null : notice;
    setText(part("notice"), told?.text ?? "");
    setHidden(retry, !told?.retry);
    setText(part("retry-wait"), told?.wait ? tryingAgainIn(told.wait) : "");
    const focused = document.activeElement === takeOver;
    setHidden(takeOver, !watches);
    if (focused && !watches) play.focus();
  }

  return {
    update(state) {
      setText(part("iteration"), formatCount(state.frame?.snapshot.iteration ?? 0));
      updatePlay(state);
      updateAccess(state);
      updateChips(state);
      for (const input of speedButtons) input.checked = input.value === String(state.speed);
      speedSelect.value = state.speed === null ? "" : String(state.speed);
      announce(state);
    },
    resize() {},
    destroy() {},
  };
}

/** Whether there is something to pause. @param {Pick<State, "playing" | "goal">} state */
export const goesOn = ({ playing, goal }) => playing || goal !== null;

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
    if (!isDue(state) || !state.frame) return;
    const { snapshot } = state.frame;
    const costs = state.networks.map(
      ({ frame }, k) => `${LETTERS[k]} ${formatCost(frame?.snapshot.train_cost)}`,
    );
    setText(region, costs.length ? text.progressOfAll(snapshot.iteration, costs) : text.progress(snapshot));
  };
}
