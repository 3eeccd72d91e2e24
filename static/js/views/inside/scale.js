import { find as choiceNamed } from "../../configuration.js";
import { explain, setHidden, setText } from "../../dom.js";
import { parseNumber } from "../../format.js";
import { SWEPT } from "../../inside/scale-axes.js";
import * as text from "../../inside/scale-text.js";
import { SCALES, scalesPreset } from "../../presets.js";
import { failure, inPageLanguage, outOfRange, watchingWhy } from "../../text.js";
import { bestOf, createSweepChart } from "./scale-chart.js";
import { buildScale, rowOf } from "./scale-parts.js";

/** @import { Look } from "../../look.js" */
/** @import { Actions, InsidePanel, State } from "../../types.js" */
/** @import { Configuration, ScaleSweepReply } from "../../wire.js" */

/** Iterations that one call may ask for, where the server does not say. */
const MOST = 10_000;

/**
 * How the size of the first weights decides what is learned: one run from each of many scales, and four to compare.
 * @param {HTMLElement} host
 * @param {{ actions: Actions, look: Look, api: ReturnType<typeof import("../../api.js").createApi> }} parts
 * @returns {InsidePanel}
 */
export function create(host, { actions, look, api }) {
  const parts = buildScale();
  host.append(parts.body);
  const chart = createSweepChart(parts.chart);
  let size = { width: 0, height: 0 };
  /** @type {State | null} */
  let newest = null;
  /** @type {AbortController | null} */
  let running = null;
  /** @type {ScaleSweepReply | null} */
  let sweep = null;
  let sweptFor = "";
  let looked = 0;
  /** @type {unknown[]} */
  let drawn = [];
  /** @type {Configuration | null} */
  let keyed = null;
  let key = "";

  const observer = new ResizeObserver(() => {
    size = { width: parts.chart.clientWidth, height: parts.chart.clientHeight };
    actions.dispatch({ type: "look" });
  });
  observer.observe(parts.chart);

  parts.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) running.abort();
    else start();
  });
  parts.compare.addEventListener("click", () => {
    const scheme = newest?.accepted && schemeOf(newest);
    actions.compare(scalesPreset(scheme && scheme.default_scale !== null ? scheme.name : "normal"));
  });
  parts.asTable.addEventListener("click", () => {
    const pressed = parts.asTable.ariaPressed !== "true";
    parts.asTable.ariaPressed = String(pressed);
    setHidden(parts.tableHost, !pressed);
    parts.cursor.classList.toggle("absent", pressed);
  });
  parts.cursor.addEventListener("pointermove", ({ offsetX }) => sweep && lookAt(chart.at(offsetX)));
  parts.cursor.addEventListener("keydown", (event) => {
    const last = (sweep?.runs.length ?? 1) - 1;
    const to = { ArrowLeft: looked - 1, ArrowRight: looked + 1, Home: 0, End: last }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    lookAt(Math.min(last, Math.max(0, to)));
  });

  /** @param {number} k */
  function lookAt(k) {
    if (!sweep) return;
    looked = k;
    chart.look(k);
    const words = text.readout(sweep.runs[k]);
    setText(parts.readout, words);
    parts.cursor.setAttribute("aria-valuenow", String(k));
    parts.cursor.setAttribute("aria-valuetext", words);
  }

  /** @param {string} line @param {boolean} [wrong] of what was typed */
  function tell(line, wrong = false) {
    setText(parts.status, line);
    parts.entry.setAttribute("aria-invalid", String(wrong));
  }

  async function start() {
    const most = newest?.catalog?.limits.iterations_per_call ?? MOST;
    const count = parseNumber(parts.entry.value);
    if (!(Number.isInteger(count) && count >= 1 && count <= most))
      return tell(outOfRange(parts.entry.value.trim(), true, 1, most), true);
    const accepted = newest?.accepted;
    if (!accepted) return;
    running = new AbortController();
    const asked = keyOf(accepted);
    tell(text.running(SWEPT.length));
    setText(parts.go, text.cancel);
    setHidden(parts.progress, false);
    try {
      const configuration = { ...accepted, network: { ...accepted.network, start: null } }; // drawn, not given
      const reply = await api.sweepScales(
        { configuration, scales: SWEPT, iterations: count },
        running.signal,
      );
      [sweep, sweptFor] = [reply, asked];
      tell("");
      show(reply);
    } catch (error) {
      tell(running.signal.aborted ? text.cancelled : failure(error));
    } finally {
      running = null;
      setText(parts.go, text.run);
      setHidden(parts.progress, true);
      actions.dispatch({ type: "look" });
    }
  }

  /** @param {ScaleSweepReply} reply */
  function show({ runs, iterations }) {
    const best = bestOf(runs);
    setHidden(parts.invitation, true);
    parts.body.classList.add("swept");
    parts.cursor.tabIndex = 0;
    parts.asTable.disabled = false;
    parts.cursor.setAttribute("aria-valuemax", String(runs.length - 1));
    const cost = runs[best]?.end?.train_cost ?? null;
    setText(
      parts.summary,
      best < 0 ? text.noneFinite : text.summary(runs[best].scale, cost, iterations, runs.length),
    );
    for (const header of parts.after) setText(header, text.after(iterations));
    const saturates = runs[0].start.saturated !== null;
    for (const header of parts.share) setText(header, saturates ? text.saturated : text.dead);
    parts.rows.replaceChildren(...runs.map(rowOf));
    parts.few.replaceChildren(
      ...SCALES.flatMap((scale) => runs.filter((run) => run.scale === scale)).map(rowOf),
    );
    looked = Math.max(0, best);
    drawn = [];
  }

  /** @param {Configuration} accepted what the sweep depends on: all but the scale and where runs end */
  function keyOf(accepted) {
    if (accepted === keyed) return key;
    const { network, training, data } = accepted;
    keyed = accepted;
    const init = { ...network.init, scale: 0 };
    key = JSON.stringify([data, { ...network, init, start: null }, { ...training, stop: null }]);
    return key;
  }

  return {
    /** @param {State} state */
    update(state) {
      newest = state;
      const { accepted, catalog, drives } = state;
      if (!accepted || !catalog) return;
      const scheme = schemeOf(state);
      const scaled = scheme?.default_scale != null;
      const label = scheme ? inPageLanguage(scheme.label) : "";
      if (parts.go.disabled === scaled) parts.go.disabled = !scaled;
      setText(parts.refusal, scaled ? "" : text.noScale(label));
      if (parts.compare.disabled === drives) parts.compare.disabled = !drives;
      explain(parts.compare, drives ? "" : watchingWhy);
      if (!sweep) return;
      const old = keyOf(accepted) !== sweptFor;
      setText(parts.outdated, old ? text.outdated : "");
      parts.body.classList.toggle("outdated", old);
      const own = accepted.network.init.scale ?? null;
      const now = [sweep, size.width, size.height, look.scale, own];
      if (size.width === 0 || now.every((value, k) => value === drawn[k])) return;
      drawn = now;
      chart.draw(sweep, own, { ...size, scale: look.scale });
      lookAt(looked);
    },
    resize() {},
    destroy() {
      running?.abort();
      observer.disconnect();
      host.replaceChildren();
    },
  };
}

/** @param {State} state */
const schemeOf = ({ accepted, catalog }) =>
  catalog && accepted ? choiceNamed(catalog.init_schemes, accepted.network.init.scheme) : undefined;
