import { html, setAttributes, setHidden, setText, svg } from "../../dom.js";
import { sizedCanvas } from "../../inside/canvas.js";
import { list, segments } from "../../inside/choices.js";
import { axesFor, MOST_AXES, rangeOf, separated, spaceOf, warpedGrid } from "../../inside/space.js";
import { paintLabels, paintSpace } from "../../inside/space-picture.js";
import * as words from "../../inside/space-text.js";
import { nothingYet } from "../../inside/text.js";
import { createPace } from "../../spoken.js";
import { createVerdicts } from "../../verdict.js";

/** @import { Actions, InsidePanel, State } from "../../types.js" */
/** @import { Look } from "../../look.js" */
/** @import { Axes, Range, Space } from "../../inside/space.js" */

/** How far an arrow key turns it, and a pixel of the pointer (radians). */
const STEP = Math.PI / 18;
const PER_PIXEL = 0.01;
const STEEPEST = 1.5;
/** After a picture that took t, while the run plays, the next one waits 3 t; a quick one waits for nothing. */
const REST = 3;
const QUICK = 4;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * The data as the output unit sees them, with its line or plane, and the grid of the inputs that the hidden layer warps.
 * @param {HTMLElement} host
 * @param {{ actions: Actions, look: Look }} parts
 * @returns {InsidePanel}
 */
export function create(host, { actions, look }) {
  const wish = { flat: true, kind: /** @type {Axes["kind"]} */ ("components"), chosen: [0, 1, 2] };
  const eye = { turn: -0.6, tilt: 0.4 };
  const verdicts = createVerdicts();
  const summaryIsDue = createPace();
  let touched = false;
  /** @type {unknown[]} */
  let drawn = [];
  let freeAt = 0;
  /** @type {(Range | null)[]} */
  let ranges = [];
  let rangesFor = "";
  /** What was chosen or turned here. */
  let changes = 0;

  const again = () => {
    changes += 1;
    actions.dispatch({ type: "look" });
  };
  const dimensions = segments(
    "space-dimensions",
    words.dimensions,
    [
      ["2", words.flat],
      ["3", words.solid],
    ],
    (value) => {
      wish.flat = value === "2";
      touched = true;
      again();
    },
  );
  const kind = list(words.axes, (value) => {
    wish.kind = value === "units" ? "units" : "components";
    again();
  });
  const axisLists = [0, 1, 2].map((k) =>
    list(words.axisNumber(k), (value) => {
      const unit = Number(value);
      const taken = wish.chosen.indexOf(unit);
      if (taken >= 0) wish.chosen[taken] = wish.chosen[k];
      wish.chosen[k] = unit;
      again();
    }),
  );
  const canvas = html("canvas", { "aria-hidden": true });
  const labels = html("canvas", { "aria-hidden": true });
  const summary = html("p", { class: "visually-hidden", id: "space-summary" });
  const plot = html("div", { class: "space-plot", "aria-describedby": "space-summary" }, canvas, labels);
  const said = html("p", { class: "space-said" });
  const note = html("p", { class: "space-note" });
  const waiting = html("p", { class: "space-waiting" }, nothingYet);
  const lineKey = keyLine("boundary-key", words.outputLine);
  const gridKey = keyLine("space-grid-key", words.grid);
  const wrongKey = html("li", {}, wrongMark(), words.wrong);
  const panel = html(
    "div",
    { class: "space" },
    plot,
    html(
      "div",
      { class: "space-side" },
      html(
        "div",
        { class: "space-choices" },
        dimensions.element,
        kind.element,
        ...axisLists.map(({ element }) => element),
      ),
      said,
      note,
      html("ul", { class: "legend" }, lineKey, gridKey, wrongKey),
    ),
    summary,
  );
  host.replaceChildren(waiting, panel);
  const sized = sizedCanvas(plot, canvas, again);
  const sizedLabels = sizedCanvas(plot, labels, again);
  /** What the letters depend on. */
  let lettered = "";

  /** @param {number} across @param {number} up */
  function turn(across, up) {
    eye.turn += across;
    eye.tilt = Math.max(-STEEPEST, Math.min(STEEPEST, eye.tilt + up));
    again();
  }
  let solid = false;
  /** @type {{ id: number, x: number, y: number } | null} */
  let drag = null;
  plot.addEventListener("pointerdown", (event) => {
    if (!solid || event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    drag = { id: event.pointerId, x: event.clientX, y: event.clientY };
  });
  plot.addEventListener("pointermove", ({ pointerId, clientX: x, clientY: y }) => {
    if (drag?.id !== pointerId) return;
    turn((x - drag.x) * PER_PIXEL, (y - drag.y) * PER_PIXEL);
    drag = { id: pointerId, x, y };
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"]))
    plot.addEventListener(end, () => {
      drag = null;
    });
  plot.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!solid || !arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    turn(STEP * arrow[0], STEP * arrow[1]);
  });

  /** @param {number} units @param {Axes} axes */
  function showChoices(units, axes) {
    setHidden(dimensions.element, units < MOST_AXES);
    dimensions.show(axes.axes.length === 3 ? "3" : "2");
    setHidden(kind.element, units <= MOST_AXES);
    kind.show(
      [
        ["components", words.components],
        ["units", words.units],
      ],
      axes.kind,
    );
    const options = Array.from(
      { length: units },
      (_, unit) => /** @type {[string, string]} */ ([String(unit), words.unitAxis(unit)]),
    );
    const choosable = axes.kind === "units" && units > axes.axes.length;
    for (const [k, { element, show }] of axisLists.entries()) {
      const shown = choosable && k < axes.axes.length;
      setHidden(element, !shown);
      if (shown) show(options, String(axes.axes[k]));
    }
    solid = axes.axes.length === 3;
    setAttributes(plot, {
      role: solid ? "group" : "img",
      "aria-label": solid ? words.turnable : words.picture,
      tabindex: solid ? 0 : false,
      class: solid ? "space-plot solid" : "space-plot",
    });
  }

  /** @param {State} state @param {Space} space */
  function tell({ frame, data, accepted }, space) {
    const count = space.axes.axes.length;
    const real = accepted?.network.output === "relu" ? words.rectified : words.real;
    const accuracy = frame?.snapshot.train_accuracy ?? 0;
    if (!data?.label) setText(said, space.normal.length === 1 ? real : "");
    else if (space.exact && space.normal.length > 1) setText(said, words.straightCuts(accuracy));
    else if (space.exact) setText(said, [words.onePoint, words.oneLine, words.onePlane][count - 1](accuracy));
    else
      setText(
        said,
        words.shadow(
          separated(space, { label: data.label, train: data.train }),
          accuracy,
          accepted?.network.hidden_width ?? 0,
        ),
      );
    const shares = space.explained?.map((share, k) => words.componentShare(k, share));
    setText(note, shares ? words.explained(shares) : space.exact ? "" : words.others);
  }

  /** @param {State} state @param {Axes} axes */
  function paint(state, axes) {
    const { frame, data, accepted } = state;
    const space = spaceOf(state, axes);
    if (!space || !data || !frame?.surface || !accepted || !frame.parameters) return false;
    const key = JSON.stringify(axes);
    if (key !== rangesFor) ranges = axes.axes.map(() => null);
    rangesFor = key;
    ranges = space.points.map((points, k) => rangeOf(points, ranges[k]));
    const [units, features] = frame.parameters.W1.shape;
    const verdict = verdicts(state);
    const names = axes.axes.map(axes.kind === "units" ? words.unitAxis : words.componentAxis);
    const { low, high } = frame.surface;
    const sizes = { features, units };
    const targets = data.label ? /** @type {Range} */ ([0, 1]) : /** @type {Range} */ ([low, high]);
    const scene = {
      space,
      grid: axes.axes.length > 1 ? warpedGrid(space, frame.surface.bounds, sizes) : [],
      ranges: /** @type {Range[]} */ (ranges),
      names,
      data,
      wrong: new Set(verdict?.wrong),
      boundary: data.label !== null,
      targets,
      output: accepted.network.output,
      eye,
    };
    paintSpace(sized, scene, look);
    const letters = JSON.stringify([ranges, names, eye, state.look, changes]);
    if (letters !== lettered) {
      lettered = letters;
      paintLabels(sizedLabels, scene, look);
      plot.dataset.ranges = JSON.stringify(ranges);
    }
    setHidden(lineKey, data.label === null);
    setHidden(gridKey, axes.axes.length === 1);
    setHidden(wrongKey, !verdict?.wrong.length);
    tell(state, space);
    if (summaryIsDue(state)) setText(summary, words.summary(data.X[0].length, names, said.textContent ?? ""));
    return true;
  }

  return {
    update(state) {
      const { frame, data, look: generation, playing } = state;
      const units = frame?.parameters?.W1.shape[0] ?? 0;
      const ready = units > 0 && data !== null && frame?.hiddenSpace != null;
      setHidden(waiting, ready);
      setHidden(panel, !ready);
      if (!ready) return;
      const now = [frame, data, generation, changes];
      if (now.every((value, k) => value === drawn[k])) return;
      const begun = performance.now();
      if (playing && drawn[3] === changes && begun < freeAt) return;
      if (!touched) wish.flat = units !== MOST_AXES;
      const axes = axesFor(units, wish);
      showChoices(units, axes);
      if (!paint(state, axes)) return;
      drawn = now;
      const took = performance.now() - begun;
      freeAt = took > QUICK ? begun + took + REST * took : 0;
    },
    resize() {
      drawn = [];
    },
    destroy() {
      sized.destroy();
      sizedLabels.destroy();
    },
  };
}

/** @param {string} name @param {string} word */
function keyLine(name, word) {
  const line = svg("line", { x1: 0, y1: 4, x2: 20, y2: 4 });
  return html(
    "li",
    { class: "line-key" },
    svg("svg", { class: `key-line ${name}`, "aria-hidden": "true" }, line),
    word,
  );
}

function wrongMark() {
  return svg(
    "svg",
    { class: "key-mark wrong", "aria-hidden": "true" },
    svg("circle", { cx: 6, cy: 6, r: 4.8 }),
  );
}
