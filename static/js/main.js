import { createApi } from "./api.js";
import { find } from "./dom.js";
import { listenToKeys } from "./keys.js";
import { createLook } from "./look.js";
import { applyRail, applyTheme, ownMemory, rememberedChoices, runMemory } from "./memory.js";
import { createOwnData } from "./own-data.js";
import { initialState, reduce } from "./reducer.js";
import { startScheduler } from "./scheduler.js";
import { createSession } from "./session.js";
import { createStore } from "./store.js";
import { openStream } from "./stream.js";
import { costView } from "./views/cost.js";
import { drawerView, railIsDrawer, showSection } from "./views/drawer.js";
import { createKeysDialog } from "./views/keys-dialog.js";
import { languagesView } from "./views/languages.js";
import { networkView } from "./views/network.js";
import { drawView } from "./views/own/draw.js";
import { ownPanelView } from "./views/own/panel.js";
import { createTableDialog } from "./views/own/table-dialog.js";
import { railView } from "./views/rail.js";
import { railFoldView } from "./views/rail-fold.js";
import { summaryView } from "./views/summary.js";
import { surfaceView } from "./views/surface.js";
import { nextTheme, themeView } from "./views/theme.js";
import { createTip } from "./views/tip.js";
import { transportView } from "./views/transport.js";

/** @import { Actions } from "./types.js" */

const { root = "", plotly = "" } = document.body.dataset;
const look = createLook();
const store = createStore(
  reduce,
  initialState({ ...rememberedChoices(), own: ownMemory.get() ?? undefined }),
);
const api = createApi(root);
const session = createSession({ store, api, openStream, memory: runMemory });
const own = createOwnData({ store, commands: session.commands, renew: session.renew, memory: ownMemory });

/** @type {Actions} */
const actions = {
  ...session.commands,
  ...own.guarded,
  own: own.actions,
  dispatch: store.dispatch,
  setTheme(theme) {
    applyTheme(theme);
    look.refresh();
    store.dispatch({ type: "theme", theme });
  },
  setRail(collapsed) {
    applyRail(collapsed);
    look.refresh();
    store.dispatch({ type: "rail", collapsed });
  },
};

/** @param {string} name */
const host = (name) => find(document, `[data-view="${name}"]`, HTMLElement);
const shell = find(document, ".shell", HTMLElement);
const keyList = createKeysDialog(find(document, "#keys", HTMLDialogElement));

/** @param {string} section */
function unfoldRail(section) {
  actions.setRail(false);
  showSection(host("rail"), section);
}

createTip(host("rail"));
const table = createTableDialog(find(document, "#table-dialog", HTMLDialogElement), actions, api.readTable);
const cost = costView(host("cost"), actions, look, plotly);
const views = [
  railView(host("rail"), actions),
  ownPanelView(host("own-data"), actions, table.open),
  railFoldView(host("rail"), actions),
  summaryView(host("summary"), (section) => store.dispatch({ type: "drawer", section })),
  summaryView(host("rail-summary"), unfoldRail),
  drawerView(shell, actions),
  themeView(host("theme"), actions),
  networkView(host("network"), actions, look),
  surfaceView(host("surface"), actions, look),
  drawView(host("surface"), actions, look, store.get),
  cost,
  transportView(host("transport"), actions),
];
languagesView(host("languages"), root);
startScheduler({ store, views, charts: [cost], acknowledge: session.acknowledge });

/** Colours or sizes changed from outside. */
function lookAgain() {
  look.refresh();
  for (const view of views) view.resize();
  store.dispatch({ type: "look" });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", lookAgain);
addEventListener("resize", lookAgain);

function noticeVisibility() {
  store.dispatch({ type: "hidden", hidden: document.hidden });
  if (!document.hidden) session.hurry();
}
document.addEventListener("visibilitychange", noticeVisibility);
addEventListener("online", session.hurry);
addEventListener("hashchange", () => runMemory.asked() !== null && location.reload());

function toggleRail() {
  const { drawer, railCollapsed } = store.get();
  if (railIsDrawer()) store.dispatch({ type: "drawer", section: drawer ? null : "data" });
  else actions.setRail(!railCollapsed);
}

function releaseUnit() {
  const { pinned } = store.get();
  if (pinned !== null) store.dispatch({ type: "pinned", unit: pinned });
}

listenToKeys([
  { key: " ", run: () => (store.get().playing ? actions.pause() : actions.play()) },
  { key: "arrowright", shift: false, run: () => actions.advance(1) },
  { key: "arrowright", shift: true, run: () => actions.advance(10) },
  { key: "r", run: () => actions.restart({ redraw: false, stop: true }) },
  { key: "n", run: () => actions.restart({ redraw: true, stop: false }) },
  { key: "t", run: () => actions.setTheme(nextTheme(store.get().theme)) },
  { key: "[", run: toggleRail },
  { key: "?", run: keyList.open },
  { key: "escape", run: releaseUnit },
]);

noticeVisibility();
session.start();
