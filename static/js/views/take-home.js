import { Problem } from "../api.js";
import { find, setAttributes, setText } from "../dom.js";
import { language, repeat } from "../language.js";
import { LETTERS } from "../networks.js";
import * as takeText from "../take-home-text.js";
import * as text from "../text.js";
import { openDialog } from "./dialog.js";

/** @import { State } from "../types.js" */
/** @import { FileKind, FigureName } from "../figures/files.js" */
/** @import { SizeName } from "../figures/sheet.js" */

/** Faults of a file that are told one by one. */
const TOLD = 3;
/** Characters of what is told of one. */
const LONGEST = 200;
/** What a figure cannot be drawn without. @type {Record<FigureName, (state: State) => boolean>} */
const POSSIBLE = {
  surface: ({ frame, data }) => Boolean(frame?.surface && data),
  network: ({ frame }) => Boolean(frame?.hidden && frame.parameters),
  cost: ({ frame, history }) => Boolean(frame) && history.length > 0,
};

/**
 * The dialog with a run's files, and the way back of its weights.
 * @param {HTMLDialogElement} dialog
 * @param {object} parts
 * @param {ReturnType<typeof import("../store.js").createStore>} parts.store
 * @param {ReturnType<typeof import("../api.js").createApi>} parts.api
 * @param {(file: Blob, type: string) => Promise<string[]>} parts.bring show the run of a file; what it did not hold
 */
export function createTakeHome(dialog, { store, api, bring }) {
  /** @param {string} name */
  const part = (name) => find(dialog, `[data-part="${name}"]`, HTMLElement);
  const file = find(dialog, "[data-part=weights]", HTMLInputElement);
  const links = [...dialog.querySelectorAll("a[data-format]")];
  const figures = [...dialog.querySelectorAll("button[data-figure]")].filter(
    (button) => button instanceof HTMLButtonElement,
  );
  for (const button of figures) {
    const title = find(dialog, `#take-${button.dataset.figure}`, HTMLElement).textContent ?? "";
    button.setAttribute("aria-label", takeText.figureAs(title, button.textContent ?? ""));
  }
  /** @type {unknown[]} */
  let offered = [];

  /** @param {State} state */
  function offer(state) {
    const { run, networks, focus, runState } = state;
    const possible = figures.map((button) =>
      POSSIBLE[/** @type {FigureName} */ (button.dataset.figure)](state),
    );
    const now = [run?.id, networks.length, focus, runState === "diverged", ...possible];
    if (now.every((value, k) => value === offered[k])) return;
    offered = now;
    setText(part("whose"), whose(state));
    for (const link of links) {
      const format = link.getAttribute("data-format") ?? "";
      setAttributes(link, {
        href: run ? api.exportUrl(run.id, format, language) : false,
        "aria-disabled": run ? false : "true",
        role: run ? false : "link",
      });
    }
    for (const [k, button] of figures.entries()) button.disabled = !possible[k];
  }

  /** @param {string} done @param {string} wrong */
  function say(done, wrong) {
    setText(part("said"), done);
    setText(part("wrong"), wrong);
  }

  /** @param {HTMLButtonElement} button */
  async function draw({ dataset: { figure, kind } }) {
    say("", "");
    const size = find(dialog, "[name=figure-size]:checked", HTMLInputElement).value;
    try {
      const { figureFile } = await import("../figures/files.js");
      const { blob, name } = await figureFile(
        store.get(),
        /** @type {FigureName} */ (figure),
        /** @type {SizeName} */ (size),
        /** @type {FileKind} */ (kind),
      );
      save(blob, name);
    } catch {
      say("", takeText.notDrawn);
    }
  }

  async function bringBack() {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    say("", "");
    try {
      const type = (await chosen.slice(0, 64).text()).trimStart().startsWith("{")
        ? "application/json"
        : "application/octet-stream";
      const leftBehind = await bring(chosen, type);
      say([takeText.broughtBack(chosen.name), ...leftBehind.map(repeat)].join(" "), "");
    } catch (error) {
      say("", faults(error));
    }
    file.value = ""; // the same one may be chosen again
  }

  for (const button of figures) button.addEventListener("click", () => draw(button));
  file.addEventListener("change", bringBack);
  store.subscribe((state) => dialog.open && offer(state));
  const open = openDialog(dialog, find(document, "[data-action=take-home]", HTMLButtonElement), () => {
    say("", "");
    offer(store.get());
  });
  const share = find(document, "#share", HTMLDialogElement);
  find(share, "[data-action=to-take-home]", HTMLButtonElement).addEventListener("click", () => {
    share.close();
    open();
  });
}

/** Of which network everything is. @param {State} state */
function whose({ run, runState, networks, focus }) {
  if (!run) return takeText.noRun;
  const lines = networks.length
    ? [focus === null ? takeText.firstOfAll(LETTERS[0]) : takeText.picked(LETTERS[focus])]
    : [takeText.asItStands];
  if (runState === "diverged") lines.push(takeText.diverged);
  return lines.join(" ");
}

/** What is wrong about a file, in the server's words. @param {unknown} error */
function faults(error) {
  if (!(error instanceof Problem) || error.errors.length === 0) return text.failure(error);
  const lines = error.errors.slice(0, TOLD).map((one) => {
    const line = one.value === null || one.value === undefined ? repeat(one.rule) : text.refusal(one);
    return takeText.fault(one.field, line.length > LONGEST ? `${line.slice(0, LONGEST)}\u2026` : line);
  });
  const more = error.errors.length - lines.length;
  return [...lines, ...(more > 0 ? [takeText.moreFaults(more)] : [])].join("; ");
}

/** Hand something to the user as a file. @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
