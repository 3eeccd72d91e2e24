import { explain, html, icon, setHidden, setText } from "../../dom.js";
import { sizedCanvas } from "../../inside/canvas.js";
import { segments, toggle } from "../../inside/choices.js";
import { axisOf, fieldOf } from "../../inside/landscape.js";
import { landscapeJob } from "../../inside/landscape-job.js";
import { paintLandscape } from "../../inside/landscape-picture.js";
import { landscapeSolid } from "../../inside/landscape-solid.js";
import * as words from "../../inside/landscape-text.js";
import * as text from "../../text.js";

/** @import { Actions, Frame, InsidePanel, State } from "../../types.js" */
/** @import { Look } from "../../look.js" */
/** @import { LandscapeReply } from "../../wire.js" */

/** How far the plane can extend to each side, in units of its directions. */
const SPANS = [0.1, 0.2, 0.5, 1, 2, 5, 10];
/** How far an arrow key moves the cross: a point. @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The cost over a plane through the weights, with the way of the run in it. The server computes it when it is asked
 * for, and when a run is paused.
 * @param {HTMLElement} host
 * @param {{ actions: Actions, look: Look, api: ReturnType<typeof import("../../api.js").createApi>, plotlyUrl: string }} parts
 * @returns {InsidePanel}
 */
export function create(host, { actions, look, api, plotlyUrl }) {
  const plane = { directions: /** @type {"random" | "principal"} */ ("random"), seed: 0, span: 1 };
  /** @type {State | null} */
  let newest = null;
  /** @type {LandscapeReply | null} */
  let landscape = null;
  let run = "";
  /** The weights that it was computed with; null while no frame has shown them. @type {string | null} */
  let weights = null;
  /** What was shown when it was asked for; the server may have been further. */
  let asked = { iteration: 0, weights: "" };
  let played = false;
  /** Where a landscape was computed, or was to be, without being asked for: once is enough. */
  let offered = "";
  /** @type {[number, number] | null} in shares of the picture */
  let probe = null;
  let changes = 0;
  /** @type {unknown[]} */
  let drawn = [];

  const again = () => {
    changes += 1;
    actions.dispatch({ type: "look" });
  };
  const job = landscapeJob({
    ask: api.landscape,
    found(found) {
      landscape = found;
      weights = found.iteration === asked.iteration ? asked.weights : null;
      again();
    },
    tell(share) {
      if (share === null) progress.removeAttribute("value");
      else progress.value = Math.min(0.99, share);
      showJob(true);
    },
    ended(error) {
      setText(problem, error ? text.failure(error) : "");
      showJob(false);
      again();
    },
  });

  function compute() {
    const { data, accepted } = newest ?? {};
    if (!newest?.run || !newest.frame || !data || !accepted) return;
    setText(problem, "");
    asked = { iteration: newest.frame.snapshot.iteration, weights: weightsOf(newest.frame) };
    const sizes = { units: accepted.network.hidden_width, examples: data.train.length };
    job.start(newest.run.id, { ...plane }, sizes);
  }

  const directions = segments(
    "landscape-directions",
    words.directions,
    [
      ["random", words.random],
      ["principal", words.principal],
    ],
    (value) => {
      plane.directions = value === "principal" ? "principal" : "random";
      setHidden(draw, value !== "random");
      compute();
    },
  );
  directions.show("random");
  for (const [k, help] of [words.randomHelp, words.principalHelp].entries())
    directions.element.querySelectorAll("label")[k].title = help;
  const draw = html(
    "button",
    { class: "button square", type: "button", "aria-label": words.draw, title: words.draw },
    icon("dice"),
  );
  draw.addEventListener("click", () => {
    plane.seed += 1;
    compute();
  });
  const extent = html("input", {
    type: "range",
    min: 0,
    max: SPANS.length - 1,
    step: 1,
    value: SPANS.indexOf(1),
    "aria-label": words.span,
  });
  const extentShown = html("output", { class: "landscape-extent" });
  function showExtent() {
    const span = SPANS[Number(extent.value)];
    setText(extentShown, words.spanOf(span));
    extent.setAttribute("aria-valuetext", words.spanOf(span));
    extent.style.setProperty("--share", String(Number(extent.value) / (SPANS.length - 1)));
  }
  showExtent();
  extent.addEventListener("input", showExtent);
  extent.addEventListener("change", () => {
    plane.span = SPANS[Number(extent.value)];
    compute();
  });
  const log = toggle(words.log, again);
  log.input.checked = true;
  const solid = toggle(words.solid, again);
  const start = html("button", { class: "button", type: "button" }, words.compute);
  start.addEventListener("click", compute);
  const progress = html("progress", { max: 1, "aria-label": words.computing });
  const cancel = html("button", { class: "button", type: "button" }, words.cancel);
  cancel.addEventListener("click", () => job.cancel());
  const working = html("span", { class: "landscape-working", hidden: true }, progress, cancel);
  const problem = html("p", { class: "field-error", role: "alert" });

  const canvas = html("canvas", { "aria-hidden": true });
  const deep = html("div", { class: "landscape-solid", hidden: true });
  const plot = html(
    "div",
    {
      class: "landscape-plot",
      role: "group",
      tabindex: 0,
      "aria-label": words.picture,
      "aria-describedby": "landscape-said",
    },
    canvas,
    deep,
  );
  const [costs, share, moment] = [1, 2, 3].map(() => html("span"));
  const said = html("p", { class: "landscape-said", id: "landscape-said" }, costs, " ", share, " ", moment);
  const read = html("p", { class: "landscape-read", role: "status" });
  host.replaceChildren(
    html(
      "div",
      { class: "landscape" },
      plot,
      html(
        "div",
        { class: "landscape-side" },
        html("div", { class: "landscape-choices" }, directions.element, draw, log.element, solid.element),
        html(
          "div",
          { class: "landscape-choices" },
          html("label", { class: "landscape-span" }, words.span, extent),
          extentShown,
          start,
          working,
        ),
        problem,
        said,
        read,
        html(
          "ul",
          { class: "legend" },
          html("li", {}, html("span", { class: "landscape-start" }), words.start),
          html("li", {}, html("span", { class: "landscape-here" }), words.here),
        ),
      ),
    ),
  );
  const sized = sizedCanvas(plot, canvas, again);
  const depth = landscapeSolid(deep, look, plotlyUrl);

  /** @param {boolean} busy */
  function showJob(busy) {
    const focused = working.contains(document.activeElement);
    setHidden(start, busy);
    if (focused && !busy) start.focus();
    setHidden(working, !busy);
  }

  /** A closed panel has nothing computed. */
  const closing = new MutationObserver(() => {
    if (host.hidden) job.cancel();
  });
  closing.observe(host, { attributeFilter: ["hidden"] });

  /** @param {[number, number] | null} at */
  function lookAt(at) {
    probe = at;
    changes += 1;
    paint();
  }
  plot.addEventListener("pointermove", ({ clientX, clientY }) => {
    const box = plot.getBoundingClientRect();
    lookAt([within((clientX - box.left) / box.width), within((clientY - box.top) / box.height)]);
  });
  plot.addEventListener("pointerleave", () => lookAt(null));
  plot.addEventListener("blur", () => lookAt(null));
  plot.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || !landscape || solid.input.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const size = landscape.first.length;
    const from = probe ?? [0.5, 0.5];
    lookAt(/** @type {[number, number]} */ (from.map((at, k) => within(at + (probe ? arrow[k] : 0) / size))));
  });

  /** What lies under the cross: the cost at the nearest point. */
  function readOff() {
    if (!probe || !landscape || solid.input.checked) return "";
    const { first, second, cost } = landscape;
    const column = axisOf(first).index(probe[0]);
    const row = axisOf(second).index(1 - probe[1]);
    return words.costAt(cost[row][column], Number(first[column]), Number(second[row]));
  }

  function paint() {
    if (!landscape || sized.width === 0) return;
    const now = [landscape, newest?.look, changes, log.input.checked, solid.input.checked];
    if (now.every((value, k) => value === drawn[k])) return;
    const rebuilt = drawn[0] !== landscape || drawn[3] !== log.input.checked || drawn[1] !== newest?.look;
    const opened = drawn[4] !== solid.input.checked;
    drawn = now;
    const field = fieldOf(landscape, log.input.checked);
    setText(costs, words.costs(field.low, field.high));
    setText(share, landscape.path.iteration.length > 1 ? words.explained(landscape.explained) : "");
    setText(read, readOff());
    setHidden(deep, !solid.input.checked);
    if (solid.input.checked) {
      if (rebuilt || opened) depth.draw(landscape, log.input.checked, sized);
    } else {
      if (opened) depth.leave();
      paintLandscape(sized, { landscape, field, probe }, look);
    }
  }

  return {
    update(state) {
      newest = state;
      const { frame, playing, goal, runState, look: generation } = state;
      const id = state.run?.id ?? "";
      if (id !== run) {
        run = id;
        landscape = null;
        drawn = [];
        job.cancel();
        sized.clear();
        setText(problem, "");
      }
      const iteration = frame?.snapshot.iteration ?? 0;
      const stands =
        !playing &&
        goal === null &&
        frame !== null &&
        frame.snapshot.run === run &&
        state.connection === "open";
      const now = stands ? weightsOf(frame) : "";
      if (stands && landscape?.iteration === iteration) weights ??= now;
      const stale = landscape === null || landscape.iteration !== iteration || (stands && now !== weights);
      const usable = runState !== "diverged";
      const here = `${run} ${iteration} ${now}`;
      if (stands && usable && stale && here !== offered && !job.busy() && (played || !landscape)) {
        offered = here;
        compute();
      }
      played = playing;
      start.disabled = frame === null || !usable;
      explain(start, usable ? "" : text.divergedMark);
      setText(start, landscape ? words.again : words.compute);
      setText(moment, landscape ? momentOf(landscape.iteration, iteration, stale) : words.nothing);
      said.classList.toggle("stale", landscape !== null && stale);
      if (generation !== drawn[1] || landscape !== drawn[0]) paint();
    },
    resize() {
      drawn = [];
    },
    destroy() {
      closing.disconnect();
      job.cancel();
      depth.leave();
      sized.destroy();
    },
  };
}

/** @param {number} at @param {number} now @param {boolean} stale */
const momentOf = (at, now, stale) =>
  at !== now ? words.movedOn(at, now) : stale ? words.otherWeights(at) : words.computedAt(at);

/** All weights as one text: a reset or a change by hand leaves the iteration as it is. @param {Frame} frame */
const weightsOf = ({ parameters }) =>
  Object.values(parameters ?? {})
    .map(({ values }) => Array.from(values).join())
    .join(";");

/** @param {number} share */
const within = (share) => Math.min(1, Math.max(0, share));
