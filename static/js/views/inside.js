import { isPanel, shownPanels } from "../inside/panels.js";
import { applyInside, applyRail } from "../memory.js";
import * as text from "../text.js";

/** @import { PanelName } from "../inside/panels.js" */
/** @import { Actions, Chart, InsidePanel, State } from "../types.js" */
/** @import { Look } from "../look.js" */

/** Under this they stand under each other; static/css/inside.css knows the same number. */
const STACKED = matchMedia("(max-width: 699.98px)");

/**
 * Buttons and the panels that they open: beside each other as tabs, on a phone under each other. A closed panel is not
 * asked for, drawn or even fetched.
 * @param {HTMLElement} host
 * @param {object} parts
 * @param {Actions} parts.actions
 * @param {Look} parts.look
 * @param {ReturnType<typeof import("../api.js").createApi>} parts.api
 * @param {string} parts.plotlyUrl
 * @returns {Chart & { step(): void, reveal(name: PanelName): void }}
 */
export function insideView(host, { actions, look, api, plotlyUrl }) {
  /** @type {Map<PanelName, InsidePanel | null>} null: on its way */
  const made = new Map();
  /** @type {State | null} */
  let newest = null;
  /** To be brought into sight when it is there. @type {PanelName | null} */
  let wanted = null;
  let large = false;
  let foldedRail = false;

  /** @param {PanelName} name */
  const room = (name) => /** @type {HTMLElement} */ (host.querySelector(`[data-panel="${name}"]`));
  const tabs = [...host.querySelectorAll("[data-panel-tab]")].flatMap((tab) =>
    tab instanceof HTMLButtonElement ? [tab] : [],
  );
  const largeButton = /** @type {HTMLButtonElement} */ (host.querySelector("[data-action=inside-large]"));

  for (const tab of tabs) {
    const name = tab.dataset.panelTab ?? "";
    if (!isPanel(name)) throw new Error(`no panel ${name}`);
    tab.addEventListener("click", () =>
      actions.dispatch({ type: "inside", panel: name, open: tab.ariaExpanded !== "true" }),
    );
  }
  largeButton.addEventListener("click", () => actions.dispatch({ type: "inside", large: !large }));
  host.querySelector("[data-action=inside-close]")?.addEventListener("click", () => {
    const open = tabs.find((tab) => tab.ariaExpanded === "true");
    actions.dispatch({ type: "inside", panel: null });
    open?.focus();
  });
  /** Panels in sight: one that is scrolled away is not drawn. @type {Set<string>} */
  const inSight = new Set();
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const name = target instanceof HTMLElement ? (target.dataset.panel ?? "") : "";
        if (isIntersecting) inSight.add(name);
        else inSight.delete(name);
      }
      if (newest) update(newest);
    },
    { rootMargin: "10%" },
  );
  for (const panel of host.querySelectorAll("[data-panel]")) sight.observe(panel);

  const stack = () => actions.dispatch({ type: "inside", several: STACKED.matches });
  STACKED.addEventListener("change", stack);
  if (STACKED.matches) queueMicrotask(stack);

  /** @param {PanelName} name */
  async function fetchPanel(name) {
    made.set(name, null);
    try {
      const { create } = await import(`./inside/${name}.js`);
      room(name).replaceChildren();
      made.set(name, create(room(name), { actions, look, api, plotlyUrl }));
    } catch (error) {
      made.delete(name); // the next change tries again
      room(name).textContent = text.panelMissing;
      if (!(error instanceof TypeError)) throw error;
    }
    if (newest) update(newest);
    if (wanted === name) reveal(name);
  }

  /** @param {PanelName} name */
  function reveal(name) {
    wanted = made.get(name) ? null : name;
    if (!wanted) tabs.find((tab) => tab.dataset.panelTab === name)?.scrollIntoView();
  }

  /** The panel has the room of the network, and the rail gives way for as long. @param {State} state */
  function makeRoom({ railCollapsed }) {
    if (large && !railCollapsed) {
      foldedRail = true;
      applyRail(true, false);
      actions.dispatch({ type: "rail", collapsed: true });
    } else if (!large && foldedRail) {
      foldedRail = false;
      applyRail(false, false);
      actions.dispatch({ type: "rail", collapsed: false });
    }
  }

  /** @param {State} state @param {PanelName[]} shown */
  function arrange(state, shown) {
    for (const tab of tabs) {
      const open = shown.some((name) => name === tab.dataset.panelTab);
      if ((tab.ariaExpanded === "true") !== open) tab.ariaExpanded = String(open);
      room(/** @type {PanelName} */ (tab.dataset.panelTab)).hidden = !open;
    }
    const nowLarge = state.inside.large && shown.length > 0 && !state.inside.several;
    applyInside(shown[0] ?? null, nowLarge, state.networks.length === 0);
    largeButton.ariaPressed = String(nowLarge);
    if (nowLarge === large) return;
    large = nowLarge;
    makeRoom(state);
    actions.dispatch({ type: "look" });
  }

  /** @type {unknown} */
  let arranged = null;
  let compared = false;

  /** @param {State} state */
  function update(state) {
    newest = state;
    const shown = shownPanels(state);
    if (state.inside !== arranged || state.networks.length > 0 !== compared) {
      arranged = state.inside;
      compared = state.networks.length > 0;
      arrange(state, shown);
    }
    for (const name of shown) {
      const panel = made.get(name);
      if (panel === undefined) fetchPanel(name);
      else if (inSight.has(name)) panel?.update(state);
    }
  }

  /** @returns {InsidePanel[]} */
  const open = () => (newest ? shownPanels(newest).flatMap((name) => made.get(name) ?? []) : []);
  /** Of them the first that is in sight and has something to draw. */
  function waiting() {
    const seen = newest ? shownPanels(newest).filter((name) => inSight.has(name)) : [];
    return seen.map((name) => made.get(name)).find((panel) => panel?.stale?.());
  }

  return {
    update,
    /** Bring a panel into sight, as soon as it is there. */
    reveal,
    /** What the key E does: the next equation, or first of all the panel that has them. */
    step() {
      const panel = newest && shownPanels(newest).includes("iteration") ? made.get("iteration") : undefined;
      if (panel) panel.step?.();
      else actions.dispatch({ type: "inside", panel: "iteration" });
    },
    stale: () => waiting() !== undefined,
    draw: () => waiting()?.draw?.(),
    resize() {
      for (const panel of open()) panel.resize();
    },
    destroy() {
      STACKED.removeEventListener("change", stack);
      sight.disconnect();
      for (const panel of made.values()) panel?.destroy();
    },
  };
}
