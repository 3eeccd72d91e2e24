import { choicesOfFile, LONGEST, startingAt, writeAddress } from "../address.js";
import { find, setText } from "../dom.js";
import { formatList } from "../format.js";
import { panelToTell } from "../inside/panels.js";
import { language } from "../language.js";
import { leading, networksOf } from "../networks.js";
import * as ownText from "../own-text.js";
import * as shareText from "../share-text.js";
import * as sharing from "../sharing.js";
import * as text from "../text.js";
import { openDialog } from "./dialog.js";

/** @import { Choices } from "../types.js" */
/** @import { Configuration, ParameterValues } from "../wire.js" */

/** Characters that a QR code may have, as the server does. */
const LONGEST_CODE = 1000;

/**
 * The dialog that makes links: what they hold, how they open, as text, QR code or file.
 * @param {HTMLDialogElement} dialog
 * @param {object} parts
 * @param {ReturnType<typeof import("../store.js").createStore>} parts.store
 * @param {ReturnType<typeof import("../api.js").createApi>} parts.api
 * @param {(networks: Choices[]) => void} parts.open show runs of the configurations from a file
 */
export function createShareDialog(dialog, { store, api, open }) {
  /** @param {string} name */
  const part = (name) => find(dialog, `[data-part="${name}"]`, HTMLElement);
  const link = find(dialog, "[data-part=link]", HTMLTextAreaElement);
  const form = find(dialog, "[data-part=form]", HTMLSelectElement);
  const inLanguage = find(dialog, "[data-part=language]", HTMLInputElement);
  const code = find(dialog, "[data-part=code]", HTMLImageElement);
  const file = find(dialog, "[data-part=file]", HTMLInputElement);
  const moment = find(dialog, "input[value=moment]", HTMLInputElement);
  const usual = find(dialog, "input[value=configuration]", HTMLInputElement);
  const now = find(dialog, "input[value=now]", HTMLInputElement);
  const download = find(dialog, "[data-action=download]", HTMLAnchorElement);
  /** The weights that were asked for, until the dialog is opened again. @type {Map<string, Promise<ParameterValues>>} */
  let weights = new Map();
  let asked = 0;
  let iteration = 0;
  /** What is held was chosen by hand; until then it is what is seen. */
  let settled = false;

  const what = () => /** @type {sharing.What} */ (checked("share-what")[0] ?? "configuration");
  /** @param {string} name */
  const checked = (name) =>
    [...dialog.querySelectorAll(`input[name="${name}"]:checked, [data-part="${name}"] input:checked`)].map(
      (input) => /** @type {HTMLInputElement} */ (input).value,
    );

  /** @param {string} id @param {"start" | "now"} moment */
  function weightsOf(id, moment) {
    const key = `${moment} ${id}`;
    const known = weights.get(key) ?? api.parameters(id, moment);
    weights.set(key, known);
    return known;
  }

  /** The configurations that are told: as they are, or with explicit weights. @param {sharing.What} chosen @returns {Promise<Configuration[] | null>} null where there are no such weights */
  async function told(chosen) {
    const shown = networksOf(store.get()).flatMap(({ run, accepted }) =>
      run && accepted ? [{ run, accepted }] : [],
    );
    if (chosen === "configuration" || chosen === "moment") return shown.map(({ accepted }) => accepted);
    const starts = await Promise.all(shown.map(({ run }) => weightsOf(run.id, chosen)));
    return starts.every(sharing.areFinite)
      ? shown.map(({ accepted }, k) => startingAt(accepted, starts[k]))
      : null;
  }

  async function show() {
    asked += 1;
    const turn = asked;
    const { catalog } = store.get();
    const chosen = what();
    if (!catalog) return;
    say("", "");
    try {
      const configurations = await told(chosen);
      if (turn !== asked) return;
      if (!configurations) return showNothing(shareText.noWeights);
      const look = {
        form: form.value,
        hide: checked("hide"),
        language: inLanguage.checked ? language : null,
      };
      const fragment = writeAddress(configurations, catalog, {
        at: chosen === "moment" ? iteration : 0,
        panel: panelToTell(store.get().inside),
      });
      showLink(sharing.linkTo(location, look, fragment));
      offer(sharing.fileOf(configurations, catalog));
    } catch (error) {
      if (turn === asked) showNothing(text.failure(error));
    }
  }

  /** What makes a link long: own points, else weights. */
  function bulk() {
    const own = networksOf(store.get())[0].accepted?.data.points ?? [];
    const weights = networksOf(store.get()).reduce((sum, { run }) => sum + (run?.parameterCount ?? 0), 0);
    const points = ownText.pointCount(own.length);
    if (what() === "configuration" || what() === "moment") return points;
    return own.length ? formatList([points, shareText.weightCount(weights)]) : shareText.weightCount(weights);
  }

  /** @param {string} address */
  function showLink(address) {
    const tooLong = address.length > LONGEST;
    const noCode = address.length > LONGEST_CODE;
    link.value = form.value === "embed" ? sharing.frameOf(address, document.title) : address;
    link.disabled = tooLong;
    copy.disabled = tooLong;
    code.hidden = noCode;
    if (!noCode) code.src = api.qrUrl(address);
    setText(part("code-hint"), noCode ? shareText.qrTooLong : shareText.linkLength(address.length));
    if (tooLong) {
      link.value = "";
      say("", shareText.linkTooLong(address.length, LONGEST, bulk()));
    }
  }

  /** @param {string} why */
  function showNothing(why) {
    link.value = "";
    copy.disabled = true;
    code.hidden = true;
    setText(part("code-hint"), "");
    say("", why);
  }

  /** @param {string} contents */
  function offer(contents) {
    URL.revokeObjectURL(download.href);
    download.href = URL.createObjectURL(new Blob([contents], { type: "application/json" }));
  }

  /** @param {string} done @param {string} wrong */
  function say(done, wrong) {
    setText(part("said"), done);
    setText(part("wrong"), wrong);
  }

  /** Without HTTPS a page may not write to the clipboard: then the old way, or by hand. @param {string} words */
  async function copyWords(words) {
    try {
      await navigator.clipboard.writeText(words);
      say(shareText.copied, "");
    } catch {
      link.value = words;
      link.disabled = false;
      link.select();
      say(document.execCommand("copy") ? shareText.copied : shareText.copyByHand, "");
    }
  }

  async function openFile() {
    const { catalog } = store.get();
    const [chosen] = file.files ?? [];
    if (!chosen || !catalog) return;
    const networks = sharing.networksOfFile(await chosen.text());
    file.value = ""; // the same one may be chosen again
    if (!networks) return say("", shareText.fileUnreadable);
    const read = networks.map((network) => choicesOfFile(network, catalog));
    const unknown = read.flatMap((one) => one.unknown);
    if (unknown.length) return say("", shareText.fileUnknown(unknown));
    open(read.map(({ choices }) => choices));
  }

  /** What there is to share now. */
  function prepare() {
    const state = store.get();
    iteration = leading(state).frame?.snapshot.iteration ?? 0;
    weights = new Map();
    const again = networksOf(state).every((network) => sharing.comesAgain(network, iteration));
    const most = state.catalog?.limits.iterations_per_call ?? 0;
    const possible = again && iteration > 0 && iteration <= most;
    moment.disabled = !possible;
    if (!settled || (!possible && moment.checked)) {
      const seen = possible ? moment : iteration > 0 && !again ? now : usual;
      seen.checked = true;
    }
    setText(part("moment-hint"), again ? shareText.sharedAgain(iteration) : shareText.changedByHand);
    setText(part("now-hint"), shareText.sharedNow(iteration));
    show();
  }

  const copy = find(dialog, "[data-action=copy]", HTMLButtonElement);
  copy.addEventListener("click", () => copyWords(link.value));
  find(dialog, "[data-action=run-link]", HTMLButtonElement).addEventListener("click", () => {
    const { run } = networksOf(store.get())[0];
    if (run) copyWords(sharing.linkTo(location, { form: "page", hide: [], language: null }, `run=${run.id}`));
  });
  dialog.addEventListener("change", ({ target }) => {
    settled ||= target instanceof HTMLInputElement && target.name === "share-what";
    if (target === file) openFile();
    else show();
    part("embed-hint").hidden = form.value !== "embed";
  });
  openDialog(dialog, find(document, "[data-action=share]", HTMLButtonElement), prepare);
}
