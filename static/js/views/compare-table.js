import { distinctRows, oddOneOut, valueIn } from "../differences.js";
import { html, setText } from "../dom.js";
import { formatCost, formatPercent, formatScore } from "../format.js";
import { LETTERS } from "../networks.js";
import * as text from "../text.js";
import { commonWords, valueWords } from "./network-words.js";

/** @import { Network, State } from "../types.js" */
/** @import { CatalogField, FrameSnapshot } from "../wire.js" */

/** @typedef {{ name: string, values: string[], best: number | null }} Row best: the place of the value that stands out */

/**
 * The table of what differs: choices first, then what became of them. What is the same for all is one line above it.
 * @param {(name: string) => HTMLElement} part
 */
export function createDifferences(part) {
  const head = part("differs-head");
  const body = part("differs-body");
  let shape = "";
  /** @type {HTMLElement[][]} */
  let cells = [];

  /** @param {Row[]} rows @param {number} count */
  function build(rows, count) {
    const wanted = JSON.stringify([count, rows.map(({ name }) => name)]);
    if (wanted === shape) return;
    shape = wanted;
    const letters = LETTERS.slice(0, count).map((letter) =>
      html("th", { scope: "col" }, html("span", { class: `run-badge run-${letter.toLowerCase()}` }, letter)),
    );
    head.replaceChildren(html("td"), ...letters);
    cells = rows.map(() => LETTERS.slice(0, count).map(() => html("td")));
    body.replaceChildren(
      ...rows.map(({ name }, k) => html("tr", {}, html("th", { scope: "row" }, name), ...cells[k])),
    );
  }

  /** @param {State} state @param {CatalogField[]} fields */
  return (state, fields) => {
    const { networks, catalog } = state;
    const configurations = networks.flatMap(({ configuration }) => (configuration ? [configuration] : []));
    if (!catalog || configurations.length === 0) return;
    setText(part("same"), text.sameForAll(commonWords(configurations, fields, catalog)));
    const rows = [...chosen(state, fields), ...become(networks)];
    part("no-difference").hidden = fields.length > 0;
    part("differs-room").hidden = rows.length === 0;
    build(rows, networks.length);
    for (const [k, { values, best }] of rows.entries()) {
      for (const [place, value] of values.entries()) {
        setText(cells[k][place], value);
        cells[k][place].classList.toggle("stands-out", place === best);
      }
    }
  };
}

/** @param {State} state @param {CatalogField[]} fields @returns {Row[]} */
function chosen({ networks, catalog }, fields) {
  return fields.map((field) => {
    const values = networks.map(({ configuration }) =>
      configuration && catalog ? valueWords(field, valueIn(field, catalog, configuration), catalog) : "",
    );
    return { name: text.inPageLanguage(field.label), values, best: oddOneOut(values) };
  });
}

/** What became of the networks, as far as it differs. @param {Network[]} networks @returns {Row[]} */
function become(networks) {
  const snapshots = networks.map(({ frame }) => frame?.snapshot);
  const tested = snapshots.some((snapshot) => snapshot?.test_cost != null);
  const real = snapshots.some((snapshot) => snapshot?.train_r2 != null);
  const score = real ? text.r2 : text.accuracy;
  const format = real ? formatScore : formatPercent;
  /** @param {(snapshot: FrameSnapshot) => number | null} of */
  const values = (of) => snapshots.map((snapshot) => (snapshot ? of(snapshot) : null));
  const measures = [
    {
      name: tested ? text.costOf(text.train) : text.cost,
      values: values((now) => now.train_cost),
      format: formatCost,
      sign: -1,
    },
    { name: text.costOf(text.test), values: values((now) => now.test_cost), format: formatCost, sign: -1 },
    {
      name: tested ? text.scoreOf(score, text.train) : score,
      values: values((now) => (real ? now.train_r2 : now.train_accuracy)),
      format,
      sign: 1,
    },
    {
      name: text.scoreOf(score, text.test),
      values: values((now) => (real ? now.test_r2 : now.test_accuracy)),
      format,
      sign: 1,
    },
  ];
  const rows = measures
    .filter(({ values: numbers }) => numbers.some((number) => number !== null))
    .map((measure) => ({
      name: measure.name,
      values: measure.values.map(measure.format),
      best: bestOf(measure.values, measure.sign),
    }));
  return [...rows, inactive(networks), ...rowsOfW1(networks)].filter((row) => new Set(row.values).size > 1);
}

/** Where an activation can saturate, how much of it does; else the units that are dead. @param {Network[]} networks @returns {Row} */
function inactive(networks) {
  const values = networks.map(
    ({ frame }) => frame?.activity && (frame.activity.saturated ?? frame.activity.dead),
  );
  return { name: text.inactiveName, values: values.map(formatPercent), best: null };
}

/** Which network has rows that are equal, where one has. @param {Network[]} networks @returns {Row[]} */
function rowsOfW1(networks) {
  const counts = networks.map(({ frame }) => {
    const W1 = frame?.parameters?.W1;
    return W1 ? { distinct: distinctRows(W1), all: W1.shape[0] } : null;
  });
  if (counts.every((count) => count?.distinct === count?.all)) return [];
  const values = counts.map((count) => (count ? text.ofAll(count.distinct, count.all) : text.nothing));
  return [{ name: text.distinctRowsName, values, best: null }];
}

/** The place of the only best one. @param {(number | null)[]} numbers @param {number} sign -1 where less is better */
function bestOf(numbers, sign) {
  const ranked = numbers.map((number) => (number === null ? Number.NEGATIVE_INFINITY : sign * number));
  const best = Math.max(...ranked);
  const first = ranked.indexOf(best);
  return Number.isFinite(best) && ranked.lastIndexOf(best) === first ? first : null;
}
