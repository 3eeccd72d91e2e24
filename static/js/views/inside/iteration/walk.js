import { html, icon, setAttributes } from "../../../dom.js";
import * as text from "../../../inside/iteration-text.js";

/** Seconds for each equation. */
const PACES = [0.5, 1, 2, 4];
const USUAL = 1;

/**
 * Slow motion: one equation after the other, until it is stopped or may not go on.
 * @param {{ step(): void, begins(): void, mayGoOn(): boolean }} parts
 */
export function createWalk({ step, begins, mayGoOn }) {
  const button = html("button", { class: "button square walk", type: "button" });
  const pace = html(
    "select",
    { class: "pace", "aria-label": text.pace },
    ...PACES.map((seconds) =>
      html("option", { value: seconds, selected: seconds === USUAL }, text.secondsEach(seconds)),
    ),
  );
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {boolean} walks */
  function tell(walks) {
    const name = walks ? text.stopWalk : text.walkTitle;
    setAttributes(button, { title: name, "aria-label": name });
    button.classList.toggle("walks", walks);
    button.replaceChildren(icon(walks ? "pause" : "play"));
  }
  tell(false);

  function stop() {
    clearTimeout(timer);
    timer = undefined;
    tell(false);
  }

  function go() {
    if (!mayGoOn()) return stop();
    step();
    timer = setTimeout(go, 1000 * Number(pace.value));
  }

  button.addEventListener("click", () => {
    if (timer !== undefined) return stop();
    begins();
    tell(true);
    timer = setTimeout(go, 0);
  });

  return { button, pace, stop };
}
