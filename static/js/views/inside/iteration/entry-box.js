import { html, setHidden, setText } from "../../../dom.js";
import { formatSignedDigits } from "../../../format.js";
import { formula } from "../../../formula.js";
import { UPDATE } from "../../../inside/equations.js";
import { at, costOf, matrixOf } from "../../../inside/iteration-source.js";
import * as text from "../../../inside/iteration-text.js";
import { sumText } from "../../../inside/sum-line.js";
import { sidesOf } from "./equation-list.js";
import { spanOf } from "./matrix.js";

/** @import { Source } from "../../../inside/iteration-source.js" */
/** @import { Unfolded } from "../../../inside/unfold.js" */
/** @import { Choice } from "./equation-list.js" */

/** Entries that the table has room for. */
const MOST_ROWS = 8;
const COLUMNS = { roomy: 4, tight: 3 };
/** @type {Record<string, [down: number, across: number]>} */
export const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** The result of a choice. @param {Source} source @param {Choice} choice */
export const resultOf = (source, { equation: { result } }) =>
  result === "cost" ? matrixOf([costOf(source)], 1, 1) : source.matrices[result];

/**
 * The entries of the result that is lit, and where the chosen one comes from.
 * @param {(row: number, column: number) => void} onPick
 */
export function createEntryBox(onPick) {
  const table = html("table", { class: "entry-table" });
  const [title, origin, sum, check] = ["entry-place", "entry-origin", "entry-sum", "entry-check"].map(
    (name) => html("p", { class: name }),
  );
  const entries = html("div", { class: "entry-entries" }, table);
  const told = html("p", { class: "visually-hidden", "aria-live": "polite" });
  const words = html(
    "div",
    { class: "entry-words" },
    html("div", { class: "entry-head" }, title, origin),
    sum,
    check,
  );
  const element = html("section", { class: "entry-box" }, entries, words, told);
  /** @type {HTMLButtonElement[][]} */
  let cells = [];
  /** What of the result the table shows. */
  let [firstRow, firstColumn] = [0, 0];
  let layout = "";
  let most = COLUMNS.roomy;

  table.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    const place = placeOf(event.target);
    if (!arrow || !place || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onPick(place[0] + arrow[0], place[1] + arrow[1]);
    table.querySelector("button[tabindex='0']")?.dispatchEvent(new CustomEvent("take-focus"));
  });

  /** @param {EventTarget | null} cell @returns {[number, number] | null} */
  function placeOf(cell) {
    if (!(cell instanceof HTMLButtonElement)) return null;
    for (const [r, row] of cells.entries()) {
      const c = row.indexOf(cell);
      if (c >= 0) return [firstRow + r, firstColumn + c];
    }
    return null;
  }

  /** @param {number} r @param {number} c */
  function cellAt(r, c) {
    const button = html("button", { type: "button", class: "entry-cell" });
    button.addEventListener("click", () => onPick(firstRow + r, firstColumn + c));
    button.addEventListener("take-focus", () => button.focus());
    return button;
  }

  /** @param {number} rows @param {number} columns */
  function build(rows, columns) {
    cells = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => cellAt(r, c)));
    const head = html("tr", {}, html("td", {}), ...cells[0].map(() => html("th", { scope: "col" })));
    const body = cells.map((row) =>
      html("tr", {}, html("th", { scope: "row" }), ...row.map((button) => html("td", {}, button))),
    );
    table.replaceChildren(html("thead", {}, head), html("tbody", {}, ...body));
  }

  return {
    element,
    /**
     * @param {Source} source
     * @param {Choice} choice
     * @param {Unfolded} unfolded
     * @param {string | null} checked what a finite difference says of it
     */
    show(source, choice, unfolded, checked) {
      const { equation, row, column } = choice;
      const matrix = resultOf(source, choice);
      const [down, across] = [spanOf(matrix.rows, MOST_ROWS, row), spanOf(matrix.columns, most, column)];
      const wanted = `${down.count} ${across.count}`;
      if (wanted !== layout) build(down.count, across.count);
      layout = wanted;
      [firstRow, firstColumn] = [down.first, across.first];
      const [downSide, acrossSide] = sidesOf(equation.result);
      const heads = table.querySelectorAll("th");
      for (let c = 0; c < across.count; c++) setText(heads[c], headOf(acrossSide, across.first + c, source));
      for (let r = 0; r < down.count; r++) {
        setText(heads[across.count + r], headOf(downSide, down.first + r, source));
        for (let c = 0; c < across.count; c++) {
          const button = cells[r][c];
          const [i, j] = [down.first + r, across.first + c];
          const chosen = i === row && j === column;
          setText(button, matrix.values ? formatSignedDigits(at(matrix, i, j)) : "\u2013");
          button.tabIndex = chosen ? 0 : -1;
          button.setAttribute("aria-pressed", String(chosen));
        }
      }
      tell(source, choice, unfolded, checked);
    },
    /** @param {boolean} roomy */
    setRoom(roomy) {
      most = roomy ? COLUMNS.roomy : COLUMNS.tight;
    },
    /** The entry that was chosen, where the table scrolls. */
    reveal() {
      const chosen = table.querySelector("[aria-pressed='true']");
      if (!(chosen instanceof HTMLElement)) return;
      const [room, place] = [entries.getBoundingClientRect(), chosen.getBoundingClientRect()];
      const top = room.top + place.height; // under the heads, which stay
      if (place.top < top) entries.scrollTop -= top - place.top;
      if (place.bottom > room.bottom) entries.scrollTop += place.bottom - room.bottom + 4;
    },
    /** Say it aloud. */
    speak() {
      setText(told, [title, origin, sum, check].map((part) => part.textContent).join(". "));
    },
  };

  /** @param {Source} source @param {Choice} choice @param {Unfolded} unfolded @param {string | null} checked */
  function tell(source, { equation, row, column }, unfolded, checked) {
    const name = `${equation.result} ${equation.symbol} ${row} ${column}`;
    if (title.dataset.of !== name) {
      title.dataset.of = name;
      title.replaceChildren(formula(equation.symbol), ` ${text.entryAt(row + 1, column + 1)}`);
      table.setAttribute("aria-label", text.entriesOf(equation.result));
    }
    const say = text.origins[Math.min(equation.number, UPDATE) - 1];
    const [down, across] = sidesOf(equation.result);
    const unit = down === "h" ? row : across === "h" ? column : 0;
    setText(
      origin,
      say({
        unit: unit + 1,
        example: source.examples[across === "m" ? column : 0],
        input: across === "x" ? column + 1 : 1,
        output: down === "y" ? row + 1 : 1,
        m: source.m,
        one: source.kind.one,
      }),
    );
    const missing = !unfolded.known && source.leftOut;
    setText(sum, missing ? text.tooMany(missing.numbers, missing.most) : sumText(unfolded, equation));
    setHidden(check, checked === null);
    setText(check, checked ?? "");
  }
}

/** What a row or a column stands for. @param {string} side @param {number} place @param {Source} source */
function headOf(side, place, { examples, kind }) {
  if (side === "m") return kind.one ? text.example(examples[0]) : text.example(examples[place]);
  if (side === "h") return text.unit(place + 1);
  if (side === "x") return `x${place + 1}`;
  if (side === "y") return text.outputUnit(place + 1);
  return "";
}
