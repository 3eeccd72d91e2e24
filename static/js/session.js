import { Problem } from "./api.js";
import { fieldAt, valueAt, withValue } from "./configuration.js";
import * as text from "./text.js";

/** @import { Action, Actions, Configuration, Frame, RunData, RunSummary, ServerMessage, State, StateMessage } from "./types.js" */
/** @typedef {ReturnType<typeof import("./stream.js").openStream>} Stream */

/** Milliseconds between two live updates while a slider moves. */
const UPDATE_PAUSE = 50;

/**
 * The life of the run that the page shows: made, followed, commanded, replaced.
 *
 * Choices that need a new run are made one at a time, the newest wish next; the old run and its picture stay until
 * the new run's first frame is here.
 * @param {object} parts
 * @param {{ get(): State, dispatch(action: Action): void }} parts.store
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {typeof import("./stream.js").openStream} parts.openStream
 * @param {{ get(): string | null, set(id: string): void }} parts.memory the run's id, across a reload
 */
export function createSession({ store, api, openStream, memory }) {
  /** @type {Stream | null} */
  let stream = null;
  let wish = 0;
  let working = false;
  /** Live values that the server has not echoed yet. @type {Map<string, unknown>} */
  const unechoed = new Map();
  let updateWaits = false;

  async function start() {
    try {
      store.dispatch({ type: "catalog", catalog: await api.catalog() });
    } catch {
      tell(text.unreachable, true);
      return;
    }
    const resumed = await resume();
    if (!resumed) await renew();
  }

  /** The run this tab showed before it was reloaded, if the server still has it. */
  async function resume() {
    const remembered = memory.get();
    if (!remembered) return false;
    try {
      await follow(await api.run(remembered), wish);
      return true;
    } catch {
      return false;
    }
  }

  /** Make a run of the choices; while one is being made, make another afterwards. */
  async function renew() {
    wish += 1;
    if (working) return;
    working = true;
    store.dispatch({ type: "busy", busy: true });
    for (let made = 0; made !== wish; ) {
      made = wish;
      await make(made);
    }
    working = false;
    store.dispatch({ type: "busy", busy: false });
  }

  /** @param {number} made the wish this run answers */
  async function make(made) {
    try {
      const configuration = /** @type {Configuration} */ (store.get().configuration);
      await follow(await api.createRun(configuration), made);
    } catch (error) {
      if (made !== wish) return;
      if (error instanceof Problem && error.errors.length)
        store.dispatch({ type: "refused", errors: error.errors });
      else tell(error instanceof Problem ? error.message : text.unreachable, true);
    }
  }

  /**
   * Connect to a run and take it over with its first frame.
   * @param {RunSummary} summary
   * @param {number} made
   * @returns {Promise<void>}
   */
  async function follow(summary, made) {
    const data = await dataOf(summary);
    return new Promise((resolve, reject) => {
      const next = openStream(api.streamUrl(summary.id), {
        onMessage: (message) => stream === next && receive(message),
        onConnection: (up) => stream === next && connected(up),
        onFrame(frame) {
          if (stream !== next) {
            adopt(next, summary, data, made);
            resolve();
          }
          store.dispatch({ type: "frame", frame });
        },
        onEnd(why, detail) {
          if (stream !== next) reject(new Problem(404, detail, []));
          else if (why === "gone") replaceLost();
          else tell(detail, true);
        },
      });
    });
  }

  /** @param {Stream} next @param {RunSummary} summary @param {RunData} data @param {number} made */
  function adopt(next, summary, data, made) {
    const old = store.get().run;
    stream?.close();
    if (old) api.deleteRun(old.id).catch(() => {}); // a run that is gone already is as good
    stream = next;
    memory.set(summary.id);
    store.dispatch({ type: "adopted", summary, data, keepChoices: made !== wish });
    sendLiveChanges(summary.configuration);
    keepPlaying();
  }

  /** @param {RunSummary} summary @returns {Promise<RunData>} */
  async function dataOf(summary) {
    const { accepted, data } = store.get();
    const same = accepted && JSON.stringify(accepted.data) === JSON.stringify(summary.configuration.data);
    return same && data ? data : api.runData(summary.id);
  }

  /** @param {boolean} up */
  function connected(up) {
    store.dispatch({ type: "connection", connection: up ? "open" : "lost" });
    if (up) for (const path of unechoed.keys()) sendUpdate(path);
  }

  function replaceLost() {
    stream = null;
    renew().then(() => tell(text.runWasGone, false));
  }

  /** @param {ServerMessage} message */
  function receive(message) {
    if (message.type === "error") {
      unechoed.clear();
      if (message.errors?.length) store.dispatch({ type: "refused", errors: message.errors });
      else tell(message.detail, false);
      return;
    }
    store.dispatch({ type: "run-state", message: withUnechoed(message) });
    keepPlaying();
  }

  /** @param {StateMessage} message */
  function withUnechoed(message) {
    let { configuration } = message;
    if (!configuration) return message;
    for (const [path, value] of unechoed) {
      if (valueAt(configuration, path) === value) unechoed.delete(path);
      else configuration = withValue(configuration, path, value);
    }
    return { ...message, configuration };
  }

  /** The user's wish to play outlives a new run, a reset and a lost connection. */
  function keepPlaying() {
    const { playing, runState } = store.get();
    if (playing && (runState === "ready" || runState === "paused")) sendPlay();
  }

  function sendPlay() {
    stream?.send({ type: "play", iterations_per_second: store.get().speed });
  }

  /** What was changed live while the run was being made. @param {Configuration} resolved */
  function sendLiveChanges(resolved) {
    for (const [path, value] of unechoed) {
      if (valueAt(resolved, path) === value) unechoed.delete(path);
      else sendUpdate(path);
    }
  }

  /** @param {string} path */
  function sendUpdate(path) {
    const [group, name] = path.split(".");
    stream?.send(/** @type {any} */ ({ type: "update", [group]: { [name]: unechoed.get(path) } }));
  }

  /** @param {string} path @param {unknown} value */
  function updateLive(path, value) {
    unechoed.set(path, value);
    if (!updateWaits) setTimeout(sendUpdates, UPDATE_PAUSE);
    updateWaits = true;
  }

  function sendUpdates() {
    updateWaits = false;
    for (const changed of unechoed.keys()) sendUpdate(changed);
  }

  /** @param {string} notice @param {boolean} retry */
  function tell(notice, retry) {
    store.dispatch({ type: "notice", notice: { text: notice, retry } });
  }

  /** @param {boolean} playing */
  const setPlaying = (playing) => store.dispatch({ type: "playing", playing });
  const over = () => ["diverged", "finished"].includes(store.get().runState);

  /** @type {Omit<Actions, "dispatch" | "setTheme" | "setRail">} */
  const commands = {
    choose(path, value) {
      const { catalog, configuration } = store.get();
      if (!catalog || !configuration) return;
      const changed = valueAt(configuration, path) !== value;
      store.dispatch({ type: "chosen", path, value });
      if (!changed) return;
      if (fieldAt(catalog, path).live && !over()) updateLive(path, value);
      else renew();
    },
    play() {
      if (over()) return;
      setPlaying(true);
      sendPlay();
    },
    pause() {
      setPlaying(false);
      stream?.send({ type: "pause" });
    },
    advance(iterations) {
      if (over()) return;
      if (store.get().playing) commands.pause();
      stream?.send({ type: "advance", iterations });
    },
    restart({ redraw, stop }) {
      if (stop && store.get().playing) commands.pause();
      stream?.send({ type: "reset", redraw });
    },
    setSpeed(speed) {
      store.dispatch({ type: "speed", speed });
      if (store.get().playing) sendPlay();
    },
    calm() {
      const { configuration } = store.get();
      if (!configuration) return;
      setPlaying(true);
      commands.choose(
        "training.learning_rate",
        Number((configuration.training.learning_rate / 10).toPrecision(6)),
      );
    },
    retry() {
      store.dispatch({ type: "notice", notice: null });
      if (store.get().catalog) renew();
      else start();
    },
  };

  return {
    start,
    commands,
    /** @param {Frame} frame */
    acknowledge: (frame) => stream?.acknowledge(frame),
  };
}
