import { html, setHidden, setText, svg } from "../../dom.js";
import { standardization } from "../../inputs.js";
import { sizedCanvas } from "../../inside/canvas.js";
import { list, segments, toggle } from "../../inside/choices.js";
import { nothingYet } from "../../inside/text.js";
import { hasGap, merged, momentOf, momentsIn, NAMES, withMoment } from "../../inside/weights.js";
import { LINES, paintHistograms, paintNorms, paintPath } from "../../inside/weights-picture.js";
import { weightsTable } from "../../inside/weights-table.js";
import * as words from "../../inside/weights-text.js";
import { createPace } from "../../spoken.js";

/** @import { Actions, InsidePanel, State } from "../../types.js" */
/** @import { Look } from "../../look.js" */
/** @import { Moment } from "../../inside/weights.js" */

/** While the run plays, after a drawing that took t the next one waits 3 t; a quick one waits for nothing. */
const REST = 3;
const QUICK = 4;

/**
 * Weights and their gradients: how large they are, how their norms have changed, where a unit's line has been.
 * @param {HTMLElement} host
 * @param {{ actions: Actions, look: Look, api: ReturnType<typeof import("../../api.js").createApi> }} parts
 * @returns {InsidePanel}
 */
export function create(host, { actions, look, api }) {
  const summaryIsDue = createPace();
  /** @type {Moment[]} */
  let moments = [];
  let run = "";
  /** Where the server was asked for the past. */
  let asked = "";
  let gradient = false;
  let unit = 0;
  /** What the pointer or a click was on. @type {number | null} */
  let followed = null;
  let changes = 0;
  /** @type {unknown[]} */
  let drawn = [];
  let freeAt = 0;

  const again = () => {
    changes += 1;
    actions.dispatch({ type: "look" });
  };
  const which = segments(
    "weights-which",
    words.which,
    [
      ["weights", words.weights],
      ["gradients", words.gradients],
    ],
    (value) => {
      gradient = value === "gradients";
      again();
    },
  );
  which.show("weights");
  const asTable = toggle(words.numbers, again);
  const unitList = list(words.unitOfPath, (value) => {
    unit = Number(value);
    again();
  });
  const summary = html("p", { class: "visually-hidden", id: "weights-summary" });
  const waiting = html("p", { class: "space-waiting" }, nothingYet);
  const [bars, norms, path] = ["bars", "norms", "path"].map((name) => {
    const canvas = html("canvas", { "aria-hidden": true });
    const place = html("div", { class: `weights-canvas weights-${name}` }, canvas);
    return { place, sized: sizedCanvas(place, canvas, again) };
  });
  const keys = NAMES.map((_, k) => {
    const name = html("span");
    const line = svg("line", { x1: 0, y1: 4, x2: 22, y2: 4, "stroke-dasharray": LINES[k].dash.join(" ") });
    const mark = svg("svg", { class: `key-line weights-line-${k}`, "aria-hidden": "true" }, line);
    return { name, element: html("li", {}, mark, name) };
  });
  const table = html("div", {
    class: "weights-numbers",
    tabindex: 0,
    role: "region",
    "aria-label": words.numbers,
  });
  const fillTable = weightsTable(table);
  const panel = html(
    "div",
    { class: "weights", "aria-describedby": "weights-summary" },
    figure("weights-figure", words.histograms, [asTable.element], bars.place),
    figure(
      "weights-figure",
      words.norms,
      [which.element],
      norms.place,
      html("ul", { class: "legend weights-keys" }, ...keys.map(({ element }) => element)),
    ),
    figure("weights-figure weights-lines", words.path, [unitList.element], path.place),
    table,
    summary,
  );
  host.replaceChildren(waiting, panel);

  /** Ask for what was before this page looked. @param {State} state */
  async function recall(state) {
    const at = `${state.run?.id} ${state.frame?.snapshot.iteration}`;
    if (!state.run || at === asked) return;
    asked = at;
    try {
      const past = momentsIn(await api.view(state.run.id, "path"));
      if (state.run.id !== run) return;
      const last = moments.at(-1)?.iteration ?? 0;
      moments = merged(
        past.filter(({ iteration }) => iteration <= last),
        moments,
      );
      again();
    } catch {
      asked = ""; // what is seen from now on is drawn; the next look asks again
    }
  }

  /** @param {State} state */
  function follow(state) {
    const looked = state.hovered ?? state.pinned;
    if (looked !== followed && looked !== null) unit = looked;
    followed = looked;
    const units = state.frame?.parameters?.W1.shape[0] ?? 1;
    if (unit >= units) unit = 0;
    unitList.show(
      Array.from({ length: units }, (_, k) => /** @type {[string, string]} */ ([String(k), words.unit(k)])),
      String(unit),
    );
  }

  /** @param {State} state */
  function paint(state) {
    const { frame, data, accepted } = state;
    if (!frame?.parameters || !frame.gradients || !data) return;
    const last = moments[moments.length - 1];
    const shown = gradient ? last.gradients : last.parameters;
    panel.classList.toggle("as-table", asTable.input.checked);
    setHidden(table, !asTable.input.checked);
    let lines = 0;
    if (asTable.input.checked) fillTable(frame, gradient);
    else {
      paintHistograms(bars.sized, frame, look);
      paintNorms(norms.sized, moments, gradient, look);
      for (const [k, { name }] of keys.entries())
        setText(name, words.normOf(words.symbol(NAMES[k], gradient), shown[k]));
      const features = frame.parameters.W1.shape[1];
      const standard = accepted?.data.standardize ? standardization(data) : null;
      const bounds = frame.surface?.bounds ?? data.bounds;
      lines = paintPath(path.sized, { moments, unit, features, bounds, data, standard }, look);
    }
    if (!summaryIsDue(state)) return;
    const told = words.summary(
      last.iteration,
      NAMES.map((name, k) => words.normOf(words.symbol(name, false), last.parameters[k])),
      NAMES.map((name, k) => words.normOf(words.symbol(name, true), last.gradients[k])),
    );
    setText(summary, lines ? `${told} ${words.pathSummary(unit, lines)}` : told);
  }

  return {
    update(state) {
      const { frame, data, look: generation, playing } = state;
      const now = frame && data ? momentOf(frame) : null;
      setHidden(waiting, now !== null);
      setHidden(panel, now === null);
      if (!now || !frame) return;
      if (frame.snapshot.run !== run) {
        run = frame.snapshot.run;
        moments = [];
        asked = "";
      }
      moments = withMoment(moments, now);
      if (!playing && hasGap(moments)) recall(state);
      follow(state);
      const inputs = [frame, generation, moments, unit, gradient, changes];
      if (inputs.every((value, k) => value === drawn[k])) return;
      const begun = performance.now();
      if (playing && drawn[5] === changes && begun < freeAt) return;
      paint(state);
      drawn = inputs;
      const took = performance.now() - begun;
      freeAt = took > QUICK ? begun + took + REST * took : 0;
    },
    resize() {
      drawn = [];
    },
    destroy() {
      for (const { sized } of [bars, norms, path]) sized.destroy();
    },
  };
}

/** @param {string} name @param {string} title @param {HTMLElement[]} beside @param {...HTMLElement} content */
function figure(name, title, beside, ...content) {
  const head = html("figcaption", { class: "weights-head" }, html("h3", {}, title), ...beside);
  return html("figure", { class: name }, head, ...content);
}
