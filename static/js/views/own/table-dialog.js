import { decoded, lineAt } from "../../csv.js";
import { find, html, setText, svg } from "../../dom.js";
import { formatPlain } from "../../format.js";
import { planeView } from "../../geometry.js";
import { bodyOf, fromTable, needsScaling, viewOf } from "../../own-points.js";
import * as ownText from "../../own-text.js";
import * as text from "../../text.js";
import { markers } from "../surface-overlay.js";

/** @import { Actions, OwnData } from "../../types.js" */
/** @import { TableBody, TableFault, TableReply, TableValues } from "../../wire.js" */

/** Milliseconds after a key until the table is read. */
const PAUSE = 250;
/** Rows and points that the preview shows. */
const ROWS = 5;
const POINTS = 500;
const SIDE = 160;
/** Characters beyond which no table is worth reading: the server takes a mebibyte. */
const LONGEST = 1 << 20;

/**
 * A table from a file, the clipboard or the keyboard: looked at before it is used, its faults named by line and column. Until it is
 * used it changes nothing.
 * @param {HTMLDialogElement} dialog
 * @param {Actions} actions
 * @param {(table: TableBody) => Promise<TableReply>} read
 */
export function createTableDialog(dialog, actions, read) {
  /** @param {string} name */
  const part = (name) => find(dialog, `[data-part="${name}"]`, HTMLElement);
  const entry = find(dialog, "[data-part=table-text]", HTMLTextAreaElement);
  const file = find(dialog, "[data-part=table-file]", HTMLInputElement);
  const scale = find(dialog, "[data-part=table-scale]", HTMLInputElement);
  const use = find(dialog, "[data-action=table-use]", HTMLButtonElement);
  const thirds = [...part("table-third").querySelectorAll("input")];
  /** @type {TableBody["third"]} */
  let third = "auto";
  const precise = matchMedia("(pointer: fine)");
  /** @type {OwnData | null} */
  let ready = null;
  /** Counts the readings: a late answer to an early one is dropped. */
  let reading = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  /** The fault's line is shown, unless it is just being typed. */
  let showsPlace = false;

  /** @param {number} pause @param {boolean} [typed] */
  function readSoon(pause, typed = false) {
    showsPlace = !typed;
    ready = null;
    use.disabled = true;
    clearTimeout(waiting);
    reading += 1;
    waiting = setTimeout(readNow, pause);
  }

  async function readNow() {
    const number = reading;
    const source = entry.value;
    if (source.trim() === "") return show(null, null);
    if (source.length > LONGEST) return show(null, null, ownText.fileTooLarge);
    try {
      const { values, fault } = await read({ text: source, third });
      if (number === reading) show(values, fault);
    } catch (error) {
      if (number === reading) show(null, null, text.failure(error));
    }
  }

  /** @param {TableValues | null} table @param {TableFault | null} fault @param {string} [failure] */
  function show(table, fault, failure) {
    const line = fault ? ownText.tableFault(fault) : (failure ?? "");
    setText(part("table-fault"), line);
    part("table-fault").hidden = line === "";
    entry.setAttribute("aria-invalid", String(fault !== null));
    if (fault) point(fault);
    part("table-preview").hidden = table === null;
    const kindMatters = table !== null || fault?.column === 3;
    part("table-choices").hidden = !kindMatters;
    part("table-choices").classList.toggle("faulty", table === null);
    for (const radio of thirds) radio.checked = third === radio.value;
    if (table) preview(table);
  }

  /** Mark where it is wrong. @param {TableFault} fault */
  function point({ row: line }) {
    if (!line || !showsPlace) return;
    if (precise.matches) entry.focus(); // a mark shows only where the focus is; a finger would get a keyboard
    const [start, end] = lineAt(entry.value, line);
    entry.setSelectionRange(start, end);
    entry.scrollTop = (entry.scrollHeight / entry.value.split("\n").length) * (line - 3);
  }

  /** @param {TableValues} table */
  function preview(table) {
    ready = fromTable(table);
    use.disabled = false;
    for (const radio of thirds) radio.checked = radio.value === ready.kind;
    scale.checked = needsScaling(ready);
    setText(part("table-count"), factsOf(ready, table));
    part("table-picture").replaceChildren(pictureOf(ready));
    part("table-rows").replaceChildren(rowsOf(ready, table));
    part("table-notes").replaceChildren(
      ...table.notes.map((note) => html("li", {}, text.inPageLanguage(note.text))),
    );
  }

  /** @param {File | undefined} chosen */
  async function take(chosen) {
    if (!chosen) return;
    if (chosen.size > LONGEST) return show(null, null, ownText.fileTooLarge);
    setTable(decoded(await chosen.arrayBuffer(), ownText.oldEncoding()));
  }

  /** @param {string} table */
  function setTable(table) {
    entry.value = table;
    entry.scrollTop = 0;
    third = "auto";
    readSoon(0);
  }

  const close = () => dialog.close();
  for (const button of dialog.querySelectorAll("[data-action=table-close]"))
    button.addEventListener("click", close);
  entry.addEventListener("input", (event) => {
    const pasted = event instanceof InputEvent && event.inputType === "insertFromPaste";
    if (pasted || entry.value === "") third = "auto";
    readSoon(pasted ? 0 : PAUSE, !pasted);
  });
  dialog.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain");
    const whole = entry.selectionEnd - entry.selectionStart === entry.value.length;
    // a whole table is set at once: to insert thousands of lines takes the browser seconds
    if (!pasted || (event.target === entry && !whole)) return;
    event.preventDefault();
    setTable(pasted);
  });
  file.addEventListener("change", async () => {
    await take(file.files?.[0]);
    file.value = ""; // the same file again, once it has been mended
  });
  dialog.addEventListener("dragover", (event) => {
    event.preventDefault();
    dialog.classList.add("over");
  });
  dialog.addEventListener("dragleave", () => dialog.classList.remove("over"));
  dialog.addEventListener("drop", (event) => {
    event.preventDefault();
    dialog.classList.remove("over");
    take(event.dataTransfer?.files[0]);
  });
  part("table-third").addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    third = target.value === "targets" ? "targets" : "classes";
    readSoon(0);
  });
  use.addEventListener("click", () => {
    if (!ready) return;
    actions.own.put(ready, { "data.standardize": scale.checked });
    actions.own.draw(false);
    actions.dispatch({ type: "drawer", section: null });
    close();
  });

  return {
    open() {
      dialog.showModal();
      if (precise.matches) entry.focus();
      if (entry.value) readSoon(0);
    },
  };
}

/** @param {OwnData} data @param {TableValues} table */
function factsOf({ kind, points }, { labels }) {
  if (kind === "classes") {
    const counts = (labels ?? []).map((name, k) => ({
      name,
      count: points.filter(([, , label]) => label === k).length,
    }));
    return ownText.tableOfClasses(points.length, counts);
  }
  const [low, high] = [Math.min, Math.max].map((end) =>
    points.reduce((found, [, , y]) => end(found, y), points[0][2]),
  );
  return ownText.tableOfTargets(points.length, low, high);
}

/** @param {OwnData} data */
function pictureOf(data) {
  const every = Math.max(1, Math.ceil(data.points.length / POINTS));
  const some = { ...data, points: data.points.filter((_, k) => k % every === 0) };
  const marks = markers(bodyOf(some), planeView(viewOf(data), SIDE), 2.6);
  return svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" }, ...marks);
}

/** @param {OwnData} data @param {TableValues} table */
function rowsOf({ kind, points }, { header, labels }) {
  /** @param {number[]} row */
  const cells = ([x1, x2, third]) => [
    formatPlain(x1),
    formatPlain(x2),
    labels ? labels[third] : formatPlain(third),
  ];
  const head = (header ?? ownText.tableColumns[kind]).map((name) => html("th", { scope: "col" }, name));
  const body = points
    .slice(0, ROWS)
    .map((row) => html("tr", {}, ...cells(row).map((cell) => html("td", {}, cell))));
  const table = html("table", {}, html("thead", {}, html("tr", {}, ...head)), html("tbody", {}, ...body));
  if (points.length > ROWS) table.append(html("caption", {}, ownText.furtherRows(points.length - ROWS)));
  return table;
}
