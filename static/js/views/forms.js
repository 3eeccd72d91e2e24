import { find } from "../dom.js";
import { usualForm } from "../presentation.js";

/** The buttons that only the projector's form and the frame in another page have. */
export function wireForms() {
  for (const leave of document.querySelectorAll("[data-action=leave-form]"))
    leave.addEventListener("click", () => {
      if (leave instanceof HTMLAnchorElement) leave.href = usualForm(location);
      else location.assign(usualForm(location));
    });
  find(document, "[data-action=fullscreen]", HTMLButtonElement).addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
