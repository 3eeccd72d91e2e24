import { html, setText } from "../../../dom.js";
import { formula } from "../../../formula.js";
import { equationsOf, UPDATE, updatesOf } from "../../../inside/equations.js";
import * as text from "../../../inside/iteration-text.js";
import { unfold } from "../../../inside/unfold.js";
import { ARROWS, createEntryBox, resultOf } from "./entry-box.js";
import { createEquationList, sidesOf } from "./equation-list.js";

/** @import { Look } from "../../../look.js" */
/** @import { Equation } from "../../../inside/equations.js" */
/** @import { Source } from "../../../inside/iteration-source.js" */
/** @import { Choice } from "./equation-list.js" */

/** Narrower than this (px of a 16 px root) they stand in one column; static/css/inside-iteration.css knows the same number. */
const NARROW = 800;
const TIGHT = 480;

/**
 * What the update is.
 * @typedef {object} UpdateWords
 * @property {boolean} plain it subtracts the rate times the gradient that is shown
 * @property {number} rate
 * @property {string} about
 * @property {string | null} formula how it is done, where that is not alpha times the gradient
 */

/**
 * The equations of an iteration, and the numbers of the entry that is chosen.
 * @param {Look} look
 * @param {{ onChoose?: () => void, update?: HTMLElement }} parts update: what stands under the update
 */
export function createDesk(look, { onChoose = () => {}, update }) {
  const list = createEquationList(pick);
  const updates = createEquationList(pick);
  const box = createEntryBox((row, column) => choice && pick(choice.equation, row, column));
  const hint = html("span", { class: "iteration-hint" });
  const ramp = html("span", { class: "ramp-key", "aria-hidden": "true" });
  ramp.append("\u2212", html("span", { class: "ramp" }), "+");
  const lists = [
    { title: text.forward, key: hint, list: html("ol", { class: "equation-list" }) },
    { title: text.backward, key: ramp, list: html("ol", { class: "equation-list" }) },
  ];
  const updateList = html("ol", { class: "equation-list update-list" });
  const about = html("p", { class: "update-about" });
  const updateNumber = html("button", { class: "equation-number", type: "button" }, String(UPDATE));
  updateNumber.setAttribute("aria-label", text.equationNamed(UPDATE, text.update));
  updateNumber.addEventListener("click", () => light(UPDATE));
  const updateTitle = html("h3", { class: "visually-hidden" }, text.update);
  const updatePart = html("section", { class: "update", hidden: !update });
  updatePart.append(updateTitle, updateNumber, updateList, about, update ?? "");
  const field = html(
    "div",
    { class: "equations" },
    ...lists.map(({ title, key, list: items }) =>
      html("section", {}, html("div", { class: "equations-head" }, html("h3", {}, title), key), items),
    ),
    updatePart,
  );
  const element = html("div", { class: "desk" }, field, box.element);

  /** The equations stand under each other, and what unfolds under its own. */
  let narrow = false;
  const observer = new ResizeObserver(() => {
    const now = element.clientWidth > 0 && element.clientWidth < NARROW * look.scale;
    box.setRoom(element.clientWidth >= TIGHT * look.scale);
    if (now !== narrow) {
      narrow = now;
      placeBox();
    }
    draw();
  });
  observer.observe(element);
  /** @type {Source | null} */
  let source = null;
  /** @type {UpdateWords | null} */
  let words = null;
  /** @type {Equation[]} */
  let equations = [];
  /** @type {Choice | null} */
  let choice = null;
  let lit = 0;
  let written = "";
  /** @type {Record<string, number>} */
  const places = { m: 0, h: 0, x: 0, y: 0 };
  /** @type {(choice: Choice) => string | null} */
  let checked = () => null;

  field.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    const body = event.target instanceof Element && event.target.closest("button.matrix-body");
    if (!arrow || !body || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const own = [...list.rows(), ...updates.rows()].find(({ result }) => result?.body === body);
    if (!own) return;
    const known = choice?.equation.result === own.equation.result ? choice : null;
    pick(
      own.equation,
      (known?.row ?? 0) + (known ? arrow[0] : 0),
      (known?.column ?? 0) + (known ? arrow[1] : 0),
    );
  });

  /** Choose an entry, as near as there is one; -1: the one that is chosen, or the first. @param {Equation} equation @param {number} row @param {number} column */
  function pick(equation, row, column) {
    if (!source) return;
    const same = choice?.equation.result === equation.result ? choice : null;
    const { rows, columns } = resultOf(source, { equation, row: 0, column: 0 });
    const by = row === -1 && column === -1 ? (same ?? { row: 0, column: 0 }) : { row, column };
    choice = { equation, row: within(by.row, rows), column: within(by.column, columns) };
    lit = equation.number;
    const [down, across] = sidesOf(equation.result);
    for (const [side, place] of /** @type {const} */ ([
      [down, choice.row],
      [across, choice.column],
    ]))
      if (side in places) places[side] = place;
    draw();
    box.reveal();
    box.speak();
    onChoose();
  }

  /** @param {number} number */
  function light(number) {
    const [wanted] = number === UPDATE ? updates.rows() : list.rows().slice(number - 1);
    if (!wanted) return;
    pick(wanted.equation, -1, -1);
    (number === UPDATE ? updatePart : wanted.element).scrollIntoView({ block: "nearest" });
  }

  /** @param {UpdateWords} now */
  function tellUpdate({ about: said, formula: latex }) {
    const key = `${said} ${latex}`;
    if (about.dataset.of === key) return;
    about.dataset.of = key;
    about.replaceChildren(said, ...(latex ? [" ", formula(latex)] : []));
  }

  /** The equations as they read now; their entry stays chosen. @param {Source} next */
  function write(next) {
    const { kind } = next;
    const plain = words?.plain ?? false;
    setText(hint, kind.one ? text.oneColumn : text.columnsAre);
    const key = JSON.stringify([kind, plain, words !== null]);
    if (key === written) return;
    written = key;
    equations = equationsOf(kind);
    list.write(
      equations,
      kind.one,
      lists.map(({ list: items }) => items),
    );
    const changes = words ? updatesOf(plain, kind.biases) : [];
    updates.write(changes, false, [updateList]);
    for (const { equation, result } of [...list.rows(), ...updates.rows()]) {
      const shape = next.matrices[equation.result];
      if (shape)
        result?.body.setAttribute(
          "aria-label",
          text.matrixNamed(equation.result.replace("next_", ""), shape.rows, shape.columns),
        );
    }
    const again = [...equations, ...changes].find(({ result }) => result === choice?.equation.result);
    choice = again && choice ? { ...choice, equation: again } : null;
  }

  /** Under the equation whose entry it unfolds, or under all. */
  function placeBox() {
    const { equation } = choice ?? {};
    const own = equation?.number === UPDATE ? updatePart : list.row(equation?.result ?? "")?.element;
    const room = (narrow && own) || element;
    if (box.element.parentElement !== room) room.append(box.element);
  }

  function draw() {
    if (!source) return;
    if (!choice) choice = { equation: equations[0], row: 0, column: 0 };
    const shape = resultOf(source, choice);
    choice = { ...choice, row: within(choice.row, shape.rows), column: within(choice.column, shape.columns) };
    const unfolded = unfold(source, choice.equation, choice.row, choice.column, words?.rate ?? 0);
    list.draw(source, look.palette, places);
    list.light(choice, unfolded, lit);
    updatePart.classList.toggle("lit", lit === UPDATE);
    if (source.matrices.next_W1) {
      updates.draw(source, look.palette, places);
      updates.light(choice, unfolded, 0);
    }
    placeBox();
    box.show(source, choice, unfolded, checked(choice));
  }

  return {
    element,
    /** @param {Source} next @param {UpdateWords | null} updateWords @param {(choice: Choice) => string | null} [check] what a finite difference says */
    show(next, updateWords, check) {
      source = next;
      words = next.matrices.next_W1 ? updateWords : null;
      if (check) checked = check;
      updatePart.hidden = !words;
      if (words) tellUpdate(words);
      write(next);
      draw();
    },
    /** Draw again what has not changed. */
    refresh: draw,
    speak: box.speak,
    /** Light the next equation; after the last one the first. @returns {number} which that is */
    next() {
      const last = words ? UPDATE : UPDATE - 1;
      light(lit >= last ? 1 : lit + 1);
      return lit;
    },
    /** From the first one again. */
    begin() {
      lit = 0;
    },
    lit: () => lit,
    destroy: () => observer.disconnect(),
    choice: () => choice,
    /** The equation that is lit. */
    equation: () => equations[lit - 1],
  };
}

/** @param {number} place @param {number} length */
const within = (place, length) => Math.min(Math.max(0, place), length - 1);
