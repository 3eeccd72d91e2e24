import { find, setHidden, setText } from "../dom.js";
import { tryingAgainIn } from "../states-text.js";

/** @import { Actions, State, View } from "../types.js" */

/**
 * Why there is no network yet, when it is tried again, and a button that tries at once. Later the transport says it.
 * @param {HTMLElement} host
 * @param {Pick<Actions, "retry">} actions
 * @returns {View}
 */
export function blockedView(host, actions) {
  const why = find(host, "[data-part=blocked-why]", HTMLElement);
  const wait = find(host, "[data-part=blocked-wait]", HTMLElement);
  find(host, "button", HTMLButtonElement).addEventListener("click", () => actions.retry());
  return {
    update(state) {
      setHidden(host, !isBlocked(state));
      setText(why, state.notice?.text ?? "");
      setText(wait, state.notice?.wait ? tryingAgainIn(state.notice.wait) : "");
    },
    resize() {},
    destroy() {},
  };
}

/** Whether the first network could not be made. @param {State} state */
export const isBlocked = ({ frame, notice }) => frame === null && notice?.retry === true;
