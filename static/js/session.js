import { Problem } from "./api.js";
import { createCommands } from "./commands.js";
import { createLives } from "./lives.js";
import { catchingUp, hasEnded, networksOf, placeOfRun } from "./networks.js";
import { createNotices } from "./notices.js";
import { createOrders } from "./orders.js";
import { createRenewal } from "./renewal.js";
import { createSubjects, Refused } from "./subjects.js";
import * as text from "./text.js";
import { waitAfter } from "./waiting.js";
import { watchFor } from "./watching.js";

/** @import { Frame } from "./types.js" */
/** @import { Configuration, DataBody, ErrorMessage, RunSummary, ServerMessage, StateMessage } from "./wire.js" */
/** @import { Subject } from "./subjects.js" */
/** @typedef {ReturnType<typeof import("./stream.js").openStream>} Stream */
/** @typedef {{ wish: number, asked: (Configuration | null)[] }} Origin for which wish, and what each network was asked to be */

/**
 * The life of what the page shows, a run or a group of them: made or joined, followed, commanded, lost and found
 * again, replaced.
 *
 * Choices that need a new run are made one at a time, the newest wish next; the old runs and their pictures stay until
 * the first frame of the new ones is here. What is wished while the server is away is done when it is back.
 * @param {object} parts
 * @param {ReturnType<typeof import("./store.js").createStore>} parts.store
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {typeof import("./stream.js").openStream} parts.openStream
 * @param {typeof import("./memory.js").runMemory} parts.memory
 */
export function createSession({ store, api, openStream, memory }) {
  /** @type {Stream | null} */
  let stream = null;
  /** The runs that are shown, which may be more than are wanted. @type {string[]} */
  let shown = [];
  /** The server has lost the runs: all are made anew. */
  let gone = false;
  /** This page drove, and has asked to drive again. */
  let claiming = false;
  /** Kinds of commands of which nobody knows whether they were obeyed before the connection was lost. @type {string[]} */
  let unconfirmed = [];
  const subjects = createSubjects({ api, memory });
  const live = createLives(store, (command) => stream?.send(command));
  const tell = createNotices(store, () => void retry());
  const orders = createOrders((command) => stream?.send(command));
  const renewal = createRenewal({
    make,
    possible: () => store.get().connection !== "lost",
    onBusy: (busy) => store.dispatch({ type: "busy", busy }),
  });
  /** What of the state decides what frames carry. @type {unknown[]} */
  let watched = [];

  async function start() {
    try {
      if (!store.get().catalog) store.dispatch({ type: "catalog", catalog: await api.catalog() });
      const asked = memory.asked();
      const subject = (asked !== null && (await subjects.find(asked))) || (await subjects.remembered());
      if (subject) await show(subject);
      else await renewal.want();
      if (asked !== null && subject?.runs[0].id !== asked && !renewal.open()) tell(text.unknownRun, false);
    } catch (error) {
      tell(text.failure(error), true, waitAfter(error));
    }
  }

  /** Show what is there already. @param {Subject} subject */
  async function show(subject) {
    if (subject.runs.length > 1) store.dispatch({ type: "networks", choices: subject.runs.map(() => ({})) });
    try {
      await follow(subject, { wish: renewal.newest(), asked: [] });
    } catch (error) {
      if (!(error instanceof Problem && error.gone)) throw error;
      if (subject.runs.length > 1) store.dispatch({ type: "networks", choices: [{}] });
      await renewal.want(); // it went meanwhile
    }
  }

  /** Make the runs that the choices need. @param {number} wish @returns {Promise<boolean>} false if it should be tried again */
  async function make(wish) {
    const networks = networksOf(store.get());
    const { catalog } = store.get();
    if (!catalog) return false;
    try {
      const subject = await subjects.make(networks, catalog, gone);
      gone = false;
      await follow(subject, { wish, asked: networks.map(({ configuration }) => configuration) });
      return true;
    } catch (error) {
      if (!renewal.isNewest(wish)) return true;
      if (error instanceof Refused) refuse(error);
      else tell(text.failure(error), true, waitAfter(error));
      return error instanceof Refused;
    }
  }

  /** @param {Refused} refused */
  function refuse({ refusals }) {
    for (const { network, errors } of refusals)
      store.dispatch({ type: "network", network, action: { type: "refused", errors } });
    const { focus, networks } = store.get();
    const seen = refusals.some(({ network }) => network === (focus ?? 0));
    if (networks.length && !seen) store.dispatch({ type: "focus", network: refusals[0].network });
  }

  /**
   * Connect to runs and take them over with their first frames.
   * @param {Subject} subject
   * @param {Origin} origin
   * @returns {Promise<void>}
   */
  async function follow(subject, origin) {
    const data = await dataOf(subject.runs[0]);
    const url = await subjects.open(subject);
    /** @type {Map<string, StateMessage>} */
    const first = new Map();
    return new Promise((resolve, reject) => {
      const next = openStream(url, {
        onMessage(message) {
          if (stream === next) receive(message);
          else if (message.type === "state") first.set(message.run, message);
        },
        onFrame(frames, whole) {
          if (stream !== next) {
            if (first.size < subject.runs.length) return;
            resolve();
            if (!adopt(next, subject, data, first, origin)) return;
          }
          for (const frame of frames) {
            const network = placeOfRun(store.get(), frame.snapshot.run);
            if (network >= 0)
              store.dispatch({ type: "network", network, action: { type: "frame", frame, whole } });
          }
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

  /**
   * @param {Stream} next
   * @param {Subject} subject
   * @param {DataBody} data
   * @param {Map<string, StateMessage>} first
   * @param {Origin} origin
   * @returns {boolean} false where other networks are wanted by now
   */
  function adopt(next, subject, data, first, origin) {
    const ids = subject.runs.map(({ id }) => id);
    if (ids.length !== networksOf(store.get()).length) {
      next.close();
      subjects.drop(ids.filter((id) => !shown.includes(id)));
      return false;
    }
    stream?.close();
    subjects.drop(shown.filter((id) => !ids.includes(id)));
    stream = next;
    shown = ids;
    claiming = false;
    subjects.remember(subject);
    orders.clear();
    live.keepLater(origin.asked);
    const keepChoices = !renewal.isNewest(origin.wish);
    for (const [network, summary] of subject.runs.entries()) {
      const { state, drives } = /** @type {StateMessage} */ (first.get(summary.id));
      const configuration = live.each[network].overlay(summary.configuration); // forgets what the new run was made with
      const now = { ...summary, state, configuration };
      const action = { type: /** @type {const} */ ("adopted"), summary: now, data, drives, keepChoices };
      store.dispatch({ type: "network", network, action });
    }
    watch();
    live.resend();
    level([...first.values()]);
    for (const message of first.values()) receive(message);
    return true;
  }

  /** Bring the runs to one pace: all play, or those that lag come to where the others stand. @param {StateMessage[]} states */
  function level(states) {
    const { playing, catalog } = store.get();
    if (!playing) {
      const most = catalog?.limits.iterations_per_call ?? 1;
      if (states[0].drives) for (const command of catchingUp(states, most)) orders.give(command);
    } else if (states.some(({ state }) => state !== "running" && !hasEnded(state))) commands.play();
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
    if (!drives) return;
    claiming = !message.drives;
    if (claiming) stream?.send({ type: "drive" });
    live.resend();
    const wished = orders.wish();
    if (wished) orders.give(wished);
    if (unconfirmed.length) tell(text.unconfirmed(unconfirmed), false);
  }

  function replaceGone() {
    stream = null;
    shown = [];
    gone = true;
    store.dispatch({ type: "connection", connection: "connecting", full: null });
    renewal.want().then(() => renewal.open() || tell(text.runWasGone, false));
  }

  /** @param {ServerMessage} message */
  function receive(message) {
    if (message.type === "error") return refused(message);
    if (store.get().connection === "lost") find(message);
    if (message.drives) claiming = false;
    const drives = message.drives || claiming;
    orders.confirm(message.answers);
    if (!drives) subjects.disown(shown);
    if (!drives && store.get().drives) tell(text.takenOver, false);
    const network = placeOfRun(store.get(), message.run);
    if (network < 0) return;
    const configuration = live.each[network].overlay(message.configuration);
    const others = networksOf(store.get()).filter((_, k) => k !== network);
    const running = [message.state, ...others.map(({ runState }) => runState)].includes("running");
    // What becomes of a run on its way out does not count, and a wish under way is about to be heard.
    const ours = store.get().busy || orders.wish() !== null;
    const playing = ours ? store.get().playing : running;
    const said = { ...message, drives, configuration };
    store.dispatch({ type: "network", network, action: { type: "run-state", message: said, playing } });
  }

  /** @param {ErrorMessage} error */
  function refused({ code, id, detail, errors }) {
    if (code === "not_kept") {
      orders.obeyed(id);
      tell(text.notKept, false); // a wish stays one: where it is lost, it is said again
      return;
    }
    live.forget();
    const command = orders.refuse(id);
    store.dispatch({ type: "sought", iteration: null });
    if (command?.type === "play" || command?.type === "pause")
      store.dispatch({ type: "playing", playing: store.get().runState === "running" });
    if (errors.length) store.dispatch({ type: "refused", errors });
    else tell(code === "not_driving" ? text.notDriving : text.sentence(detail), false);
  }

  /** Try again what could not be done. */
  function retry() {
    store.dispatch({ type: "notice", notice: null });
    return renewal.open() ? renewal.grant() : start();
  }

  const watch = () => stream?.send(watchFor(store.get()));

  store.subscribe(({ playing, hidden, curve, inside }) => {
    const wanted = [playing, hidden, curve, inside];
    if (wanted.every((part, k) => part === watched[k])) return;
    watched = wanted;
    watch();
  });
  const drive = () => stream?.send({ type: "drive" });
  const commands = createCommands({ store, orders, live: live.each, drive, renew: renewal.want, retry });
  return {
    start,
    commands,
    renew: renewal.want,
    /** Make all runs anew, those whose choices still hold too. */
    renewAll() {
      gone = true;
      return renewal.want();
    },
    /** Show the run that a file holds, in place of what is shown; what the file did not hold. @param {Blob} file @param {string} type */
    async bring(file, type) {
      const { subject, leftBehind } = await subjects.bring(file, type);
      commands.pause();
      if (store.get().networks.length) store.dispatch({ type: "networks", choices: [{}] });
      await show(subject);
      return leftBehind;
    },
    /** Somebody looks again, or the network is back. */
    hurry() {
      stream?.hurry();
      watch();
    },
    /** @param {Frame} frame */
    acknowledge: (frame) => stream?.acknowledge(frame),
  };
}
