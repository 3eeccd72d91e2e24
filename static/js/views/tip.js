import { html } from "../dom.js";
import { formula } from "../formula.js";
import { tipAt } from "../tips.js";

/** Milliseconds that the pointer rests before a tip comes, and is away before it goes. */
const COMES = 400;
const GOES = 150;
/** Pixels between a tip and what it is about. */
const GAP = 8;

/**
 * One tip for all controls: what it is in a line, and its formula. It comes with the pointer and with the focus, stays while the pointer is
 * on it, and goes with Escape.
 * @param {HTMLElement} host beside which there is room, on a wide screen
 */
export function createTip(host) {
  const card = html("div", { class: "tip", role: "tooltip", id: "tip", popover: "manual" });
  host.append(card);
  /** @type {Element | null} */
  let about = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  /** @param {EventTarget | null} target */
  function show(target) {
    clearTimeout(waiting);
    const found = tipAt(target);
    if (!found) return hide();
    if (found.element === about) return;
    about = found.element;
    const { title, help, formulas, note } = found.tip;
    card.replaceChildren(
      html("strong", {}, title),
      ...(help ? [html("p", {}, help)] : []),
      ...formulas.filter(Boolean).map((latex) => html("p", { class: "tip-formula" }, formula(latex))),
      ...(note ? [html("p", { class: "tip-note" }, note)] : []),
    );
    card.showPopover();
    place(found.element.getBoundingClientRect());
  }

  function hide() {
    clearTimeout(waiting);
    takeAway();
  }

  function takeAway() {
    about = null;
    if (card.matches(":popover-open")) card.hidePopover();
  }

  /** Beside the host, else below or above what it is about. @param {DOMRect} anchor */
  function place(anchor) {
    const edge = host.getBoundingClientRect().right;
    const { offsetWidth: width, offsetHeight: height } = card;
    const beside = edge + GAP + width <= innerWidth;
    const below = anchor.bottom + GAP + height <= innerHeight;
    const top = beside ? anchor.top : below ? anchor.bottom + GAP : anchor.top - GAP - height;
    const left = beside ? edge + GAP : anchor.left;
    card.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
    card.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  }

  /** What has the focus was scrolled into view with it; what the pointer was on has gone from under it, what it has come to is still to be told. */
  function follow() {
    if (about?.contains(document.activeElement)) place(about.getBoundingClientRect());
    else takeAway();
  }

  host.addEventListener("pointerover", ({ clientX, clientY, pointerType, buttons }) => {
    clearTimeout(waiting);
    if (pointerType === "touch" || buttons) return;
    // what is there then: the rail may scroll meanwhile
    waiting = setTimeout(() => show(document.elementFromPoint(clientX, clientY)), about ? GOES : COMES);
  });
  /** The pointer has left both, or is on its way between them. */
  function goSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(hide, GOES);
  }
  host.addEventListener("pointerleave", goSoon);
  card.addEventListener("pointerenter", () => clearTimeout(waiting));
  card.addEventListener("pointerleave", goSoon);
  host.addEventListener("pointerdown", hide);
  host.addEventListener("scroll", follow, { passive: true });
  host.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target.matches(":focus-visible")) show(target);
  });
  host.addEventListener("focusout", hide);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide(), { capture: true });
}
