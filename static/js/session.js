import { Problem } from "./api.js";
import { createCommands } from "./commands.js";
import { nested, valueAt } from "./configuration.js";
import { createLiveUpdates } from "./live-updates.js";
import { createOrders } from "./orders.js";
import { createRenewal } from "./renewal.js";
import * as text from "./text.js";
import { watchFor } from "./watching.js";

/** @import { Frame } from "./types.js" */
/** @import { Configuration, DataBody, ErrorMessage, RunSummary, ServerMessage, StateMessage } from "./wire.js" */
/** @typedef {ReturnType<typeof import("./stream.js").openStream>} Stream */
/** @typedef {{ own: boolean, wish: number, asked: Configuration | null }} Origin whether this tab made the run, for which wish, of what */

/** The name of a run. */
const ID = /^[\w-]{16}$/;
/** Milliseconds that a notice stays. */
const NOTICE_STAYS = 8000;

/**
 * The life of the run that the page shows: made or joined, followed, commanded, lost and found again, replaced.
 *
 * Choices that need a new run are made one at a time, the newest wish next; the old run and its picture stay until
 * the new run's first frame is here. What is wished while the server is away is done when it is back.
 * @param {object} parts
 * @param {ReturnType<typeof import("./store.js").createStore>} parts.store
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {typeof import("./stream.js").openStream} parts.openStream
 * @param {typeof import("./memory.js").runMemory} parts.memory
 */
export function createSession({ store, api, openStream, memory }) {
  /** @type {Stream | null} */
  let stream = null;
  /** This tab made the run, and nobody else has driven it: it may drop it. */
  let own = false;
  /** Kinds of commands of which nobody knows whether they were obeyed before the connection was lost. @type {string[]} */
  let unconfirmed = [];
  const live = createLiveUpdates((command) => stream?.send(command));
  const orders = createOrders((command) => stream?.send(command));
  const renewal = createRenewal({
    make,
    possible: () => store.get().connection !== "lost",
    onBusy: (busy) => store.dispatch({ type: "busy", busy }),
  });
  let { playing: watchedPlaying, hidden: watchedHidden } = store.get();

  async function start() {
    try {
      if (!store.get().catalog) store.dispatch({ type: "catalog", catalog: await api.catalog() });
      const asked = memory.asked();
      if (asked !== null && (await follows(asked, false))) return;
      const remembered = memory.get();
      if (remembered === null || !(await follows(remembered, true))) await renewal.want();
      if (asked !== null && !renewal.open()) tell(text.unknownRun, false);
    } catch (error) {
      tell(text.failure(error), true);
    }
  }

  /** Show a run if there is such a one. @param {string} id it may come from anywhere @param {boolean} mine */
  async function follows(id, mine) {
    if (!ID.test(id)) return false;
    try {
      await follow(await api.run(id), { own: mine, wish: renewal.newest(), asked: null });
      return true;
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return false;
      throw error;
    }
  }

  /** Make a run of the choices. @param {number} wish @returns {Promise<boolean>} false if it should be tried again */
  async function make(wish) {
    try {
      const { choices, configuration } = store.get();
      await follow(await api.createRun(nested(choices)), { own: true, wish, asked: configuration });
      return true;
    } catch (error) {
      if (!renewal.isNewest(wish)) return true;
      const breaksRule = error instanceof Problem && error.status === 422;
      if (breaksRule) store.dispatch({ type: "refused", errors: error.errors });
      else tell(text.failure(error), true);
      return breaksRule;
    }
  }

  /**
   * Connect to a run and take it over with its first frame.
   * @param {RunSummary} summary
   * @param {Origin} origin
   * @returns {Promise<void>}
   */
  async function follow(summary, origin) {
    const data = await dataOf(summary);
    /** @type {StateMessage | null} */
    let first = null;
    return new Promise((resolve, reject) => {
      const next = openStream(api.streamUrl(summary.id), {
        onMessage(message) {
          if (stream === next) receive(message);
          else if (message.type === "state") first = message;
        },
        onFrame(frame, whole) {
          if (stream !== next) {
            if (!first) return;
            adopt(next, summary, data, first, origin);
            resolve();
          }
          store.dispatch({ type: "frame", frame, whole });
        },
        onLost(full) {
          if (stream === next) lose(full);
          else if (full !== null) {
            next.close();
            reject(new Problem(429, full, []));
          }
        },
        onGone(detail) {
          if (stream === next) replaceGone();
          else reject(new Problem(404, detail, []));
        },
      });
    });
  }

  /** @param {Stream} next @param {RunSummary} summary @param {DataBody} data @param {StateMessage} first @param {Origin} origin */
  function adopt(next, summary, data, first, origin) {
    const old = store.get().run?.id;
    stream?.close();
    if (stream && old && old !== summary.id && own) api.deleteRun(old).catch(() => {}); // it may be gone already
    stream = next;
    own = origin.own;
    if (own) memory.set(summary.id);
    orders.clear();
    if (origin.asked) keepLater(origin.asked);
    const configuration = live.overlay(summary.configuration); // forgets what the new run was made with
    store.dispatch({
      type: "adopted",
      summary: { ...summary, state: first.state, configuration },
      data,
      drives: first.drives,
      keepChoices: !renewal.isNewest(origin.wish),
    });
    watch();
    live.resend();
    if (store.get().playing && first.state !== "running") commands.play();
    receive(first);
  }

  /**
   * Live values chosen while the run was being made are not in it, even if the run before it has echoed them.
   * @param {Configuration} asked
   */
  function keepLater(asked) {
    const { configuration, catalog } = store.get();
    for (const { path, live: acts } of catalog?.fields ?? []) {
      const value = configuration && valueAt(configuration, path);
      if (acts && value !== valueAt(asked, path)) live.keep(path, value);
    }
  }

  /** @param {RunSummary} summary @returns {Promise<DataBody>} */
  async function dataOf(summary) {
    const { accepted, data } = store.get();
    const same = accepted && JSON.stringify(accepted.data) === JSON.stringify(summary.configuration.data);
    return same && data ? data : api.runData(summary.id);
  }

  /** @param {string | null} full */
  function lose(full) {
    if (store.get().connection !== "lost") unconfirmed = orders.lose();
    store.dispatch({ type: "connection", connection: "lost", full });
  }

  /**
   * The first word after a lost connection: drive again, if this page did, and say again what may not have been heard.
   * @param {StateMessage} message
   */
  function find(message) {
    const { drives, notice } = store.get();
    store.dispatch({ type: "connection", connection: "open", full: null });
    if (notice?.retry) store.dispatch({ type: "notice", notice: null });
    watch();
    if (renewal.open()) renewal.grant();
    if (!drives) return message;
    if (!message.drives) stream?.send({ type: "drive" });
    live.resend();
    const wished = orders.wish();
    if (wished) orders.give(wished);
    if (unconfirmed.length) tell(text.unconfirmed(unconfirmed), false);
    return { ...message, drives: true };
  }

  function replaceGone() {
    stream = null;
    store.dispatch({ type: "connection", connection: "connecting", full: null });
    renewal.want().then(() => renewal.open() || tell(text.runWasGone, false));
  }

  /** @param {ServerMessage} message */
  function receive(message) {
    if (message.type === "error") return refused(message);
    const back = store.get().connection === "lost";
    const said = back ? find(message) : message;
    orders.confirm(said.answers);
    if (!said.drives) own = false;
    if (!said.drives && store.get().drives) tell(text.takenOver, false);
    const configuration = live.overlay(said.configuration);
    // What becomes of a run on its way out does not count, and a wish under way is about to be heard.
    const ours = store.get().busy || orders.wish() !== null;
    const playing = ours ? store.get().playing : said.state === "running";
    store.dispatch({ type: "run-state", message: { ...said, configuration }, playing });
  }

  /** @param {ErrorMessage} error */
  function refused({ code, id, detail, errors }) {
    if (code === "not_kept") {
      tell(text.notKept, false); // a wish stays one: where it is lost, it is said again
      return;
    }
    live.forget();
    const command = orders.refuse(id);
    if (command?.type === "play" || command?.type === "pause")
      store.dispatch({ type: "playing", playing: store.get().runState === "running" });
    if (errors.length) store.dispatch({ type: "refused", errors });
    else tell(code === "not_driving" ? text.notDriving : text.sentence(detail), false);
  }

  /** @param {string} notice @param {boolean} retry */
  function tell(notice, retry) {
    const shown = { text: notice, retry };
    store.dispatch({ type: "notice", notice: shown });
    if (retry) return;
    setTimeout(() => {
      if (store.get().notice === shown) store.dispatch({ type: "notice", notice: null });
    }, NOTICE_STAYS);
  }

  /** Try again what could not be done. */
  function retry() {
    store.dispatch({ type: "notice", notice: null });
    return renewal.open() ? renewal.grant() : start();
  }

  const watch = () => stream?.send(watchFor(store.get()));

  store.subscribe(({ playing, hidden }) => {
    if (playing === watchedPlaying && hidden === watchedHidden) return;
    [watchedPlaying, watchedHidden] = [playing, hidden];
    watch();
  });
  const drive = () => stream?.send({ type: "drive" });
  const commands = createCommands({ store, orders, live, drive, renew: renewal.want, retry });
  return {
    start,
    commands,
    renew: renewal.want,
    /** Somebody looks again, or the network is back. */
    hurry() {
      stream?.hurry();
      watch();
    },
    /** @param {Frame} frame */
    acknowledge: (frame) => stream?.acknowledge(frame),
  };
}
