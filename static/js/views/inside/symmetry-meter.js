import { explain, html, setText, svg } from "../../dom.js";
import { formatCount } from "../../format.js";
import { lettersOf, rangesOf, rowGroups } from "../../inside/row-groups.js";
import { createRowHistory, largestChange } from "../../inside/row-history.js";
import * as text from "../../inside/symmetry-text.js";
import { createPace } from "../../spoken.js";
import { watchingWhy } from "../../text.js";

/** @import { RowGroups } from "../../inside/row-groups.js" */
/** @import { State } from "../../types.js" */
/** @import { Parts } from "./symmetry.js" */

/** Groups that are listed. */
const MOST = 6;
/** Groups that have a colour of their own. */
const COLOURS = 5;
/** The axis shows at least this many iterations, as that of the cost. */
const SHORTEST = 20;
const MARGIN = { left: 30, right: 12, top: 8, bottom: 18 };

/**
 * How many rows of W1 differ, which units are alike, how that came, and three starts that decide it.
 * @param {Parts} parts
 */
export function createMeter({ actions, look, api }) {
  const parts = build();
  const history = createRowHistory();
  const isTimeToTell = createPace();
  const starts = createStarts(parts.starts, actions);
  let size = { width: 0, height: 0 };
  /** @type {unknown[]} */
  let drawn = [];
  let listed = "";

  const observer = new ResizeObserver(() => {
    size = { width: parts.chart.clientWidth, height: parts.chart.clientHeight };
    actions.dispatch({ type: "look" });
  });
  observer.observe(parts.chart);

  /** @param {string} run @param {string} key */
  async function askForPast(run, key) {
    try {
      const { tensors } = await api.view(run, "path");
      history.put(key, numbers(tensors.iterations), numbers(tensors.distinct_rows), numbers(tensors.W1));
      drawn = [];
      actions.dispatch({ type: "look" });
    } catch {
      // without it the history begins here
    }
  }

  /** @param {RowGroups} groups */
  function list(groups) {
    const key = groups.group.join();
    if (key === listed) return;
    listed = key;
    const letters = lettersOf(groups);
    const shared = groups.units.flatMap((units, k) => (letters[k] ? [{ letter: letters[k], units }] : []));
    const chips = shared.slice(0, MOST).map(({ letter, units }, k) => {
      const badge = html(
        "span",
        { class: `group-badge group-${k % COLOURS}`, "aria-hidden": "true" },
        letter,
      );
      const name = html("span", { class: "visually-hidden" }, text.groupOf(letter, rangesOf(units)));
      return html("li", {}, badge, html("span", { "aria-hidden": "true" }, rangesOf(units)), name);
    });
    if (shared.length > MOST) chips.push(html("li", {}, text.moreGroups(shared.length - MOST)));
    if (chips.length === 0) chips.push(html("li", {}, text.noneEqual));
    parts.groups.replaceChildren(...chips);
  }

  return {
    element: parts.element,
    /** @param {State} state */
    update(state) {
      starts(state);
      const { frame, accepted, run } = state;
      if (!frame?.parameters || !accepted) return;
      const now = [frame, size.width, size.height, look.scale];
      if (now.every((value, k) => value === drawn[k])) return;
      const { W1 } = frame.parameters;
      const { iteration } = frame.snapshot;
      if (frame !== drawn[0]) {
        const groups = rowGroups(W1);
        const key = `${frame.snapshot.run} ${accepted.network.init.seed}`;
        if (history.add(key, iteration, groups.units.length, W1.values) && run) askForPast(run.id, key);
        setText(parts.count, text.distinct(groups.units.length, W1.shape[0]));
        parts.count.classList.toggle("few", groups.units.length < W1.shape[0]);
        list(groups);
      }
      drawn = now;
      const change = history.start ? largestChange(W1.values, history.start) : null;
      setText(parts.moved, text.moved(change));
      parts.moved.title = change === null ? "" : String(Number(change.toPrecision(8)));
      if (size.width) draw(parts.chart, history.steps, W1.shape[0], size, look.scale);
      if (!isTimeToTell(state)) return;
      const groups = parts.groups.textContent ?? "";
      const [distinct, moved] = [parts.count.textContent ?? "", parts.moved.textContent ?? ""];
      setText(parts.summary, text.symmetrySummary(distinct, groups, moved));
    },
    destroy: () => observer.disconnect(),
  };
}

/** One after the other. @param {import("../../wire.js").TensorBody} tensor @returns {number[]} */
const numbers = ({ values }) => /** @type {number[]} */ (values.flat(2));

function build() {
  const count = html("strong", { class: "meter-count" });
  const moved = html("p", { class: "meter-moved" });
  const groups = html("ul", { class: "meter-groups" });
  const chart = svg("svg", { class: "meter-chart", "aria-hidden": "true" });
  const summary = html("p", { class: "visually-hidden" });
  const figure = html("figure", { class: "meter-figure", "aria-label": text.history }, chart, summary);
  const starts = html("ul", { class: "meter-starts" });
  const rule = html("p", { class: "meter-rule" }, text.rule);
  const head = html("div", { class: "meter-head" }, count, groups);
  const element = html(
    "div",
    { class: "meter", role: "group", "aria-label": text.symmetry },
    html("h3", {}, text.symmetry),
    head,
    html("div", { class: "meter-now" }, figure, moved, rule),
    starts,
  );
  return { element, count, moved, groups, chart, summary, starts };
}

/** Buttons that start again, each with what it does. @param {HTMLElement} host @param {Parts["actions"]} actions */
function createStarts(host, actions) {
  const buttons = text.starts.map(({ scheme, label, about }) => {
    const button = html("button", { type: "button", class: "button", "aria-pressed": "false" }, label);
    let given = false;
    button.addEventListener("click", () => {
      if (given) actions.choose("network.start", null); // weights of one's own would stay
      actions.choose("network.init.scheme", scheme);
    });
    host.append(html("li", {}, button, html("span", {}, about)));
    return {
      /** @param {State} state */
      update({ configuration, drives }) {
        const network = configuration?.network;
        given = network?.start != null;
        const pressed = String(network?.init.scheme === scheme && !given);
        if (button.ariaPressed !== pressed) button.ariaPressed = pressed;
        if (button.disabled === drives) button.disabled = !drives;
        explain(button, drives ? "" : watchingWhy);
      },
    };
  });
  /** @param {State} state */
  return (state) => {
    for (const { update } of buttons) update(state);
  };
}

/**
 * The number of distinct rows as steps over the iterations.
 * @param {SVGSVGElement} host
 * @param {import("../../inside/row-history.js").Steps} steps
 * @param {number} units
 * @param {{ width: number, height: number }} size
 * @param {number} scale
 */
function draw(host, { from, rows, end }, units, { width, height }, scale) {
  host.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const [left, right] = [MARGIN.left * scale, width - MARGIN.right * scale];
  const [top, bottom] = [MARGIN.top * scale, height - MARGIN.bottom * scale];
  const last = Math.max(SHORTEST, end);
  /** @param {number} iteration */
  const x = (iteration) => (left + (iteration / last) * (right - left)).toFixed(1);
  /** @param {number} count */
  const y = (count) => (bottom - (units > 1 ? (count - 1) / (units - 1) : 0) * (bottom - top)).toFixed(1);
  let path = `M${x(from[0])} ${y(rows[0])}`;
  for (let k = 1; k < from.length; k++) path += `H${x(from[k])}V${y(rows[k])}`;
  path += `H${x(end)}`;
  const labels = [...new Set([1, units])].map((count) => {
    const line = svg("line", { class: "micro-grid", x1: left, x2: right, y1: y(count), y2: y(count) });
    const number = svg("text", {
      x: left - 6 * scale,
      y: Number(y(count)) + 4 * scale,
      "text-anchor": "end",
    });
    number.textContent = formatCount(count);
    return [line, number];
  });
  const ends = [0, last].map((iteration) => {
    const anchor = iteration === 0 ? "start" : "end";
    const number = svg("text", { x: x(iteration), y: bottom + 14 * scale, "text-anchor": anchor });
    number.textContent = formatCount(iteration);
    return number;
  });
  const dot = svg("circle", { class: "meter-dot", cx: x(end), cy: y(rows.at(-1) ?? 1), r: 3.5 * scale });
  host.replaceChildren(...labels.flat(), ...ends, svg("path", { class: "meter-line", d: path }), dot);
}
