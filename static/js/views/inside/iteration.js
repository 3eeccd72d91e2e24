import { find as choiceNamed } from "../../configuration.js";
import { html, setHidden } from "../../dom.js";
import { formatPlain } from "../../format.js";
import { createSources } from "../../inside/iteration-source.js";
import * as text from "../../inside/iteration-text.js";
import { nearestExample } from "../../inside/nearest-example.js";
import { exampleOf } from "../../inside/panels.js";
import { nothingYet } from "../../inside/text.js";
import { createPace } from "../../spoken.js";
import { inPageLanguage } from "../../text.js";
import { createChecks } from "./iteration/checks.js";
import { createDesk } from "./iteration/desk.js";
import { createExamples } from "./iteration/examples.js";
import { createGraph } from "./iteration/graph.js";
import { createLoops } from "./iteration/loops.js";
import { createToolbar } from "./iteration/toolbar.js";
import { createWalk } from "./iteration/walk.js";

/** How near to a point of the surface a click must be, in shares of it. */
const REACH = 0.025;

/** @import { Actions, InsidePanel, State } from "../../types.js" */
/** @import { Look } from "../../look.js" */
/** @import { Source } from "../../inside/iteration-source.js" */
/** @import { UpdateWords } from "./iteration/desk.js" */

/** @param {text.ViewName} view */
const isOfRun = (view) => view === "equations" || view === "graph";

/**
 * Everything that one iteration computes, and how: as equations with their matrices, as a graph, in loops, and the
 * chapter's worked examples.
 * @param {HTMLElement} host
 * @param {object} parts
 * @param {Actions} parts.actions
 * @param {Look} parts.look
 * @param {ReturnType<typeof import("../../api.js").createApi>} parts.api
 * @returns {InsidePanel}
 */
export function create(host, { actions, look, api }) {
  const sourceOf = createSources();
  const due = createPace();
  /** @type {State | null} */
  let newest = null;
  /** @type {Source | null} */
  let source = null;
  /** @type {unknown[]} */
  let drawn = [];
  /** @type {text.ViewName} */
  let view = "equations";

  const doUpdate = html(
    "button",
    { class: "button", type: "button", "data-action": "do-update" },
    text.doUpdate,
  );
  doUpdate.addEventListener("click", () => actions.advance(1));
  const checks = createChecks(api, () => desk.refresh());
  const desk = createDesk(look, { update: doUpdate, onChoose: check });
  const graph = createGraph();
  const loops = createLoops(api);
  const examples = createExamples(api, look);
  const walk = createWalk({
    step() {
      if (desk.lit() === 13) actions.advance(1);
      desk.next();
    },
    begins() {
      if (newest?.playing) actions.pause();
      if (view === "loops") show("equations");
    },
    mayGoOn: () => !host.hidden && host.isConnected && newest?.networks.length === 0 && !newest.playing,
  });
  const toolbar = createToolbar({
    walk,
    onView: show,
    onExample: (example) => actions.dispatch({ type: "inside", example }),
    onNext: step,
  });
  const listening = new AbortController();
  document.querySelector("[data-view=surface]")?.addEventListener("click", pickOnSurface, listening);
  const empty = html("p", { class: "inside-nothing" }, nothingYet);
  const bodies = {
    equations: desk.element,
    graph: graph.element,
    loops: loops.element,
    examples: examples.element,
  };
  const body = html("div", { class: "iteration-body" }, ...Object.values(bodies));
  host.append(html("div", { class: "iteration" }, toolbar.element, empty, body));

  /** @param {text.ViewName} next */
  function show(next) {
    view = next;
    if (!isOfRun(view)) walk.stop(); // its button is not there
    toolbar.showView(view);
    for (const [name, element] of Object.entries(bodies)) setHidden(element, name !== view);
    setHidden(empty, source !== null || view === "examples");
    if (view === "examples") examples.open();
    drawn = [];
    if (newest) update(newest);
  }

  function step() {
    if (view === "examples" && examples.next()) return;
    if (!isOfRun(view)) show("equations");
    desk.next();
    if (newest && source) graph.light(desk.lit(), desk.equation());
  }

  /** A click on a point of the surface, while that is looked at flat, chooses its example. @param {Event} event */
  function pickOnSurface(event) {
    const { target } = event;
    const plot =
      target instanceof Element &&
      !target.closest("button, .warn-chip") &&
      target.closest("[data-part=plot]");
    if (!plot || !(event instanceof MouseEvent) || !newest || host.hidden) return;
    const { data, frame, own, shows, networks } = newest;
    const bounds = frame?.surface?.bounds;
    if (!data || !bounds || own.drawing || shows.solid || networks.length || !isOfRun(view)) return;
    const box = plot.getBoundingClientRect();
    const [u, v] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    const example = nearestExample(data.X, bounds, [u, v], REACH);
    if (example !== null) actions.dispatch({ type: "inside", example });
  }

  /** Ask for the finite difference of what is chosen. */
  function check() {
    const chosen = desk.choice();
    if (newest?.run && source && chosen) checks.want(newest, source, chosen);
  }

  /** @param {State} state @returns {UpdateWords | null} */
  function updateWords(state) {
    const { catalog, accepted } = state;
    const training = accepted?.training;
    const optimizer = catalog && training && choiceNamed(catalog.optimizers, training.optimizer);
    if (!training || !optimizer || !source) return null;
    const { batch_size: size, learning_rate: rate, l1, l2 } = training;
    const m = state.data?.train.filter(Boolean).length ?? source.m;
    const batched = size !== null && size < m;
    const first = optimizer.name === "gradient_descent";
    const plain = first && !batched && !l1 && !l2 && !source.kind.one;
    const notes = [
      first ? text.plainUpdate(formatPlain(rate)) : text.otherUpdate(inPageLanguage(optimizer.label)),
      batched ? text.ofABatch(size, m) : source.kind.one ? text.ofTheMean(m) : "",
      l1 || l2 ? text.withPenalty : "",
      state.runState === "diverged" || state.runState === "finished" ? text.ended : "",
    ];
    return { plain, rate, about: notes.filter(Boolean).join(" "), formula: first ? null : optimizer.formula };
  }

  /** @param {State} state */
  function update(state) {
    newest = state;
    const { frame, data, accepted, catalog, inside, look: colours, runState, playing, drives } = state;
    toolbar.update(state, exampleOf(state));
    const parts = [frame, data, accepted, catalog, inside.example, colours, runState, playing, drives, view];
    if (parts.every((part, k) => part === drawn[k])) return;
    if (frame && !frame.trace && source && drawn.length && frame.snapshot.state === "running") return;
    drawn = parts;
    const found = frame && sourceOf(state, frame);
    if (found) source = found;
    setHidden(empty, source !== null || view === "examples");
    setHidden(body, source === null && view !== "examples");
    doUpdate.disabled = runState === "diverged" || !drives;
    if (!source) return;
    if (isOfRun(view)) draw(state, source);
    if (view === "loops") loops.update(state, source);
    if (view === "examples") examples.refresh();
  }

  /** @param {State} state @param {Source} now */
  function draw(state, now) {
    checks.forget(state);
    desk.show(now, updateWords(state), (chosen) => checks.say(state, now, chosen));
    if (!state.playing) check();
    if (view === "graph") {
      graph.show(now);
      graph.light(desk.lit(), desk.equation());
    }
    if (due(state)) desk.speak();
  }

  /** Nothing goes on in a panel that is closed. */
  function rest() {
    walk.stop();
    checks.stop();
    loops.stop();
  }
  const closing = new MutationObserver(() => host.hidden && rest());
  closing.observe(host, { attributeFilter: ["hidden"] });

  show("equations");
  return {
    update,
    step,
    resize: () => graph.resize(),
    destroy() {
      listening.abort();
      closing.disconnect();
      rest();
      graph.destroy();
      desk.destroy();
      examples.destroy();
    },
  };
}
