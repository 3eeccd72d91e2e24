import { html, setHidden, setText, svg } from "../../dom.js";
import { formatPercent, formatPlain } from "../../format.js";
import { barsPath, highestWithin, isBeyond } from "../../inside/curve-scale.js";
import * as text from "../../inside/microscope-text.js";
import { countsOf, spreadOf, threeOf, told } from "../../inside/z-shares.js";

/** @import { Told } from "../../inside/microscope-text.js" */
/** @import { Actions, Histograms } from "../../types.js" */

/** More units than this are told of together. */
const MOST_ROWS = 32;
const PARTS = 10;
/** The picture of a row, in units of its own: the row stretches it. */
const MINI = { left: 0, right: 98, top: 0, bottom: 20 };

/**
 * A row for all units, one for each, and one for what is compared; many units in one picture.
 * @param {HTMLElement} host
 * @param {Actions} actions
 */
export function createRows(host, actions) {
  const list = html("div", { class: "micro-rows", role: "group", "aria-label": text.list });
  const whole = createRow(null);
  const other = html("p", { class: "micro-other", hidden: true });
  const many = createMany();
  const chosen = createRow(null);
  const fixed = html("div", { class: "micro-fixed" }, whole.element, chosen.element, other);
  host.append(fixed, list, many.element);
  /** @type {ReturnType<typeof createRow>[]} */
  let rows = [];
  let selected = -2;

  /** @param {Event} event */
  const unitOf = ({ target }) => {
    const row = target instanceof Element ? target.closest("[data-row]") : null;
    return row instanceof HTMLElement ? Number(row.dataset.row) : null;
  };
  /** @param {Event} event */
  const hover = (event) => actions.dispatch({ type: "hovered", unit: unitOf(event) });
  const leave = () => actions.dispatch({ type: "hovered", unit: null });
  list.addEventListener("pointerover", (event) => event.pointerType !== "touch" && hover(event));
  list.addEventListener("pointerleave", leave);
  list.addEventListener("focusin", (event) => {
    hover(event);
    rove(unitOf(event) ?? 0);
  });
  list.addEventListener("focusout", leave);
  list.addEventListener("keydown", step);
  list.addEventListener("click", (event) => {
    const unit = unitOf(event);
    if (unit !== null) actions.dispatch({ type: "pinned", unit });
  });

  /** The arrow keys go from row to row. @param {KeyboardEvent} event */
  function step(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const from = rows.findIndex(({ element }) => element === event.target);
    if (from < 0) return;
    event.preventDefault();
    rows[from + by]?.element.focus();
  }

  /** Tab comes to one row. @param {number} unit */
  function rove(unit) {
    for (const [k, { element }] of rows.entries()) {
      const index = k === unit ? 0 : -1;
      if (element.tabIndex !== index) element.tabIndex = index;
    }
  }

  /** @param {number} count */
  function build(count) {
    if (rows.length === count) return;
    rows = Array.from({ length: count }, (_, unit) => createRow(unit));
    list.replaceChildren(...rows.map(({ element }) => element));
    rove(0);
  }

  /** Inside the list alone: the page stays where it is. @param {HTMLElement} row */
  function bringIn(row) {
    const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
  }

  return {
    /** @param {Histograms} histograms */
    paint(histograms) {
      const [n_h] = histograms.shape;
      build(n_h > MOST_ROWS ? 0 : n_h);
      whole.show(told(histograms, null), countsOf(histograms, null), histograms.threshold);
      for (const [unit, row] of rows.entries())
        row.show(told(histograms, unit), countsOf(histograms, unit), histograms.threshold);
      setHidden(many.element, n_h <= MOST_ROWS);
      setHidden(list, n_h > MOST_ROWS);
      if (n_h > MOST_ROWS) many.show(histograms);
    },
    /** The unit that is looked at. @param {Histograms} histograms @param {number | null} unit @param {number | null} pinned */
    select(histograms, unit, pinned) {
      whole.light(unit === null, pinned === null);
      for (const [k, row] of rows.entries()) row.light(k === unit, k === pinned);
      const alone = rows.length === 0 && unit !== null;
      setHidden(chosen.element, !alone);
      if (alone) {
        chosen.rename(String(unit + 1), text.unitName(unit));
        chosen.show(told(histograms, unit), countsOf(histograms, unit), histograms.threshold);
      }
      if (unit !== selected && unit !== null && rows[unit]) bringIn(rows[unit].element);
      selected = unit ?? -1;
    },
    /** The same z under another activation, or nothing. @param {{ name: string, told: Told } | null} comparison */
    compare(comparison) {
      setHidden(other, comparison === null);
      if (comparison) setText(other, text.sentence(comparison.name, comparison.told));
    },
  };
}

/**
 * One line: who, how z is spread, how much of it is saturated, the mean activation.
 * @param {number | null} unit null: a line that is named later
 */
function createRow(unit) {
  const active = svg("path", { class: "micro-mini-active" });
  const idle = svg("path", { class: "micro-mini-idle" });
  const mini = svg(
    "svg",
    { class: "micro-mini", viewBox: `0 0 ${MINI.right} ${MINI.bottom}`, preserveAspectRatio: "none" },
    active,
    idle,
  );
  mini.setAttribute("aria-hidden", "true");
  const heard = html("span", { class: "visually-hidden" }, unit === null ? "" : text.unit);
  const name = html("span", { class: "micro-name" }, unit === null ? text.all : String(unit + 1));
  const bar = html("span", { class: "micro-share", "aria-hidden": "true" });
  const share = html("span", { class: "micro-percent" });
  const mean = html("span", { class: "micro-mean" });
  const tag = unit === null ? "div" : "button";
  const element = html(tag, { class: "micro-row" }, heard, name, mini, bar, share, mean);
  if (unit !== null) {
    element.setAttribute("type", "button");
    element.dataset.row = String(unit);
  }

  let drawn = "";
  return {
    element,
    /** @param {string} short @param {string} spoken */
    rename(short, spoken) {
      setText(name, short);
      setText(heard, spoken === short ? "" : spoken);
    },
    /** @param {Told} about @param {ArrayLike<number> | null} counts @param {number | null} threshold */
    show(about, counts, threshold) {
      const part = about.saturated ?? about.inactive;
      const gone = about.units === 1 && about.dead === 1 && about.saturated === null;
      element.classList.toggle("micro-dead", gone);
      const much = part.toFixed(3);
      if (much !== drawn) element.style.setProperty("--share", much); // its rules are asked again
      drawn = much;
      setText(share, gone ? text.dead : formatPercent(part));
      setText(mean, text.formatMean(about.mean));
      exactly(share, part);
      exactly(mean, about.mean);
      if (!counts) return;
      const { length } = counts;
      const most = highestWithin(counts);
      active.setAttribute(
        "d",
        barsPath(counts, most, MINI, (k) => !isBeyond(k, length, threshold), 0),
      );
      idle.setAttribute(
        "d",
        barsPath(counts, most, MINI, (k) => isBeyond(k, length, threshold), 0),
      );
    },
    /** @param {boolean} lit @param {boolean} pressed */
    light(lit, pressed) {
      element.classList.toggle("lit", lit);
      if (element instanceof HTMLButtonElement && element.ariaPressed !== String(pressed))
        element.ariaPressed = String(pressed);
    },
  };
}

/** All digits on request. @param {HTMLElement} element @param {number} value */
function exactly(element, value) {
  const digits = formatPlain(value);
  if (element.title !== digits) element.title = digits;
}

/** Many units: how their shares are spread. */
function createMany() {
  const words = html("p");
  const bars = Array.from({ length: PARTS }, () => html("span", { class: "micro-part" }));
  const title = html("p", { class: "micro-many-title" });
  const element = html(
    "div",
    { class: "micro-many", hidden: true },
    words,
    html("div", { class: "micro-parts", "aria-hidden": "true" }, ...bars),
    html("div", { class: "micro-parts-scale", "aria-hidden": "true" }, "0", title, "100\u202f%"),
  );
  return {
    element,
    /** @param {Histograms} histograms */
    show({ saturated, inactive, dead }) {
      const shares = saturated ?? inactive;
      const what = saturated ? text.saturated : text.inactive;
      const gone = saturated ? "" : ` ${text.deadUnits(dead.filter(Boolean).length)}.`;
      setText(words, `${text.spread(shares.length, what, threeOf(shares))}.${gone}`);
      setText(title, saturated ? text.bySaturation : text.byInactivity);
      const counts = spreadOf(shares, PARTS);
      const most = Math.max(...counts);
      for (const [k, bar] of bars.entries())
        bar.style.setProperty("--much", `${((100 * counts[k]) / most).toFixed(0)}%`);
    },
  };
}
