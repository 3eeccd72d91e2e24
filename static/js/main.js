import { createAddressBar } from "./address-bar.js";
import { createApi } from "./api.js";
import { find } from "./dom.js";
import { listenToKeys } from "./keys.js";
import { createLessons } from "./lessons/start.js";
import { createLook } from "./look.js";
import { applyRail, applyTheme, ownMemory, rememberedChoices, rememberedInside } from "./memory.js";
import { leading } from "./networks.js";
import { createOwnData } from "./own-data.js";
import { takesPoints } from "./own-state.js";
import { tellUnknown, withoutHidden } from "./presentation.js";
import { initialState, reduce } from "./reducer.js";
import { startScheduler } from "./scheduler.js";
import { createSession } from "./session.js";
import { createStore } from "./store.js";
import { openStream } from "./stream.js";
import { createVerdicts } from "./verdict.js";
import { blockedView } from "./views/blocked.js";
import { compareView } from "./views/compare.js";
import { costView } from "./views/cost.js";
import { drawerView, railIsDrawer, showSection } from "./views/drawer.js";
import { wireForms } from "./views/forms.js";
import { hintsView } from "./views/hints.js";
import { insideView } from "./views/inside.js";
import { createKeysDialog } from "./views/keys-dialog.js";
import { languagesView } from "./views/languages.js";
import { networkView } from "./views/network.js";
import { networksControl } from "./views/networks-control.js";
import { createNote } from "./views/note.js";
import { drawView } from "./views/own/draw.js";
import { ownPanelView } from "./views/own/panel.js";
import { createTableDialog } from "./views/own/table-dialog.js";
import { palettesView } from "./views/palettes.js";
import { pickView, presetsView } from "./views/pick.js";
import { railView } from "./views/rail.js";
import { keepFocus, listenToRailButtons } from "./views/rail-fold.js";
import { createShareDialog } from "./views/share.js";
import { stepsView } from "./views/steps.js";
import { summaryView } from "./views/summary.js";
import { surfaceView } from "./views/surface.js";
import { createTakeHome } from "./views/take-home.js";
import { nextTheme, themeView } from "./views/theme.js";
import { timelineView } from "./views/timeline.js";
import { createTip } from "./views/tip.js";
import { goesOn, transportView } from "./views/transport.js";
import { visits } from "./visits.js";
import { startGently } from "./welcome.js";

/** @import { Actions, Shows, View } from "./types.js" */

const { root = "", plotly = "" } = document.body.dataset;
const look = createLook();
const store = createStore(
  reduce,
  initialState({ ...rememberedChoices(), own: ownMemory.get() ?? undefined, inside: rememberedInside() }),
);
const api = createApi(root);
const note = createNote(find(document, "[data-view=note]", HTMLElement));
const addressBar = createAddressBar({ store, tell: note, reveal: (panel) => inside.reveal(panel) });
const session = createSession({ store, api, openStream, memory: addressBar.memory });
addressBar.connect({ start: session.start, advance: session.commands.advance });
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
    keepFocus(host("rail"), () => {
      applyRail(collapsed);
      look.refresh();
      store.dispatch({ type: "rail", collapsed });
    });
  },
};

/** @param {string} name */
const host = (name) => find(document, `[data-view="${name}"]`, HTMLElement);
const shell = find(document, ".shell", HTMLElement);
createShareDialog(find(document, "#share", HTMLDialogElement), { store, api, open: addressBar.openNext });
createTakeHome(find(document, "#take-home", HTMLDialogElement), { store, api, bring: session.bring });
const keyList = createKeysDialog(find(document, "#keys", HTMLDialogElement));

listenToRailButtons(host("rail"), actions, () => store.get().railCollapsed);

/** @param {string} section */
function unfoldRail(section) {
  actions.setRail(false);
  showSection(host("rail"), section);
}

/** A view of one network, which rests while several are compared, unless it is drawn on. @template {View} V @param {V} view @returns {V} */
const alone = (view) => ({
  ...view,
  update: (state) => (state.networks.length && !takesPoints(state)) || view.update(state),
});
/** A view of how far they have come, for all. @param {View} view @returns {View} */
const ahead = (view) => ({ ...view, update: (state) => view.update(leading(state)) });

const verdicts = createVerdicts();
const surface = alone(surfaceView(host("surface"), actions, look, verdicts, plotly));
const cost = alone(costView(host("cost"), actions, look, verdicts, plotly));
const inside = insideView(host("inside"), { actions, look, api, plotlyUrl: plotly });
const compared = compareView(host("compare"), actions, look, plotly);
createTip(host("rail"));
const table = createTableDialog(find(document, "#table-dialog", HTMLDialogElement), actions, api.readTable);
const views = [
  railView(host("rail"), actions),
  ownPanelView(host("own-data"), actions, table.open),
  summaryView(host("summary"), (section) => store.dispatch({ type: "drawer", section })),
  summaryView(host("rail-summary"), unfoldRail),
  drawerView(shell, actions),
  themeView(host("theme"), actions),
  networksControl(host("networks"), actions),
  networksControl(host("rail-networks"), actions),
  pickView(host("pick"), actions),
  presetsView(host("presets"), actions),
  alone(networkView(host("network"), actions, look)),
  surface,
  blockedView(host("blocked"), actions),
  drawView(host("surface"), actions, look, store.get),
  cost,
  inside,
  compared,
  ahead(transportView(host("transport"), actions)),
  ahead(timelineView(host("timeline"), actions, look)),
  ahead(stepsView(find(document, "[data-action=steps]", HTMLElement), host("steps"), actions)),
];
languagesView(host("languages"), root);
wireForms();
hintsView(host("hints"), find(document, "[data-action=play]", HTMLElement));
startScheduler({ store, views, charts: [cost, compared, surface, inside], acknowledge: session.acknowledge });

/** Colours or sizes changed from outside. */
function lookAgain() {
  look.refresh();
  for (const view of views) view.resize();
  store.dispatch({ type: "look" });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", lookAgain);
addEventListener("resize", lookAgain);
palettesView(host("palettes"), lookAgain);

function noticeVisibility() {
  store.dispatch({ type: "hidden", hidden: document.hidden });
  if (!document.hidden) session.hurry();
}
document.addEventListener("visibilitychange", noticeVisibility);
addEventListener("online", session.hurry);

function toggleRail() {
  const { drawer, railCollapsed } = store.get();
  if (railIsDrawer()) store.dispatch({ type: "drawer", section: drawer ? null : "data" });
  else actions.setRail(!railCollapsed);
}

/** @param {keyof Shows} what */
function toggle(what) {
  store.dispatch({ type: "show", what, on: !store.get().shows[what] });
}

function releaseUnit() {
  const { pinned } = store.get();
  if (pinned !== null) store.dispatch({ type: "pinned", unit: pinned });
}

const beginLesson = createLessons({
  store,
  api,
  actions,
  renewAll: session.renewAll,
  look: lookAgain,
  tell: note,
});
tellUnknown(note);

listenToKeys(
  withoutHidden([
    { key: " ", of: "transport", run: () => (goesOn(store.get()) ? actions.pause() : actions.play()) },
    { key: "arrowright", of: "transport", shift: false, run: () => actions.advance(1) },
    { key: "arrowright", of: "transport", shift: true, run: () => actions.advance(10) },
    { key: "arrowleft", of: "transport", shift: false, run: () => actions.back(1) },
    { key: "arrowleft", of: "transport", shift: true, run: () => actions.back(10) },
    { key: "r", of: "transport", run: () => actions.restart({ redraw: false, stop: true }) },
    { key: "n", of: "transport", run: () => actions.restart({ redraw: true, stop: false }) },
    ...[1, 2, 3, 4].map((count) => ({
      key: String(count),
      of: "header",
      run: () => actions.setNetworks(count),
    })),
    { key: "u", run: () => toggle("lines") },
    { key: "d", run: () => toggle("solid") },
    { key: "t", of: "header", run: () => actions.setTheme(nextTheme(store.get().theme)) },
    { key: "e", run: inside.step },
    { key: "i", run: () => store.dispatch({ type: "inside", large: !store.get().inside.large }) },
    { key: "[", of: "choices", run: toggleRail },
    { key: "?", run: keyList.open },
    { key: "escape", run: releaseUnit },
  ]),
);

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const plain = location.hash === "" && document.documentElement.dataset.form === "page";
if (visits.isFirst() && plain && !still) startGently(store, actions);
visits.note();
noticeVisibility();
session.start().then(beginLesson);
