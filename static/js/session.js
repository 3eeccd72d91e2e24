import { Problem } from "./api.js";
import { createCommands } from "./commands.js";
import { nested, valueAt } from "./configuration.js";
import { createLiveUpdates } from "./live-updates.js";
import * as text from "./text.js";

/** @import { Frame } from "./types.js" */
/** @import { ClientMessage, Configuration, DataBody, RunSummary, ServerMessage } from "./wire.js" */
/** @typedef {ReturnType<typeof import("./stream.js").openStream>} Stream */

/** Milliseconds between two new runs while a slider moves. */
const RENEWAL_PAUSE = 120;
/** Milliseconds that a notice stays. */
const NOTICE_STAYS = 8000;
/** Wider than this the hidden units' maps are drawn small: a frame stays light. */
const WIDE = 32;
const MAP_RESOLUTION = { few: 50, many: 24 };
/** Every channel, drawn finer while the picture stands still. */
const CHANNELS = /** @type {const} */ (["surface", "hidden", "costs", "parameters"]);
const RESOLUTION = { moving: 100, still: 200 };

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The life of the run that the page shows: made, followed, commanded, replaced.
 *
 * Choices that need a new run are made one at a time, the newest wish next; the old run and its picture stay until
 * the new run's first frame is here.
 * @param {object} parts
 * @param {ReturnType<typeof import("./store.js").createStore>} parts.store
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {typeof import("./stream.js").openStream} parts.openStream
 * @param {{ get(): string | null, set(id: string): void }} parts.memory the run's id, across a reload
 */
export function createSession({ store, api, openStream, memory }) {
  /** @type {Stream | null} */
  let stream = null;
  let wish = 0;
  let working = false;
  const live = createLiveUpdates((command) => stream?.send(command));
  let watchedPlaying = store.get().playing;
  /** Play once the run says that it stands: after a new run, a reset of ours or a lost connection. */
  let resumes = false;
  /** The state that our last play or pause leads to, until the server has said it. @type {string | null} */
  let awaited = null;

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
      await Promise.all([make(made), pause(RENEWAL_PAUSE)]);
    }
    working = false;
    store.dispatch({ type: "busy", busy: false });
  }

  /** @param {number} made the wish this run answers */
  async function make(made) {
    try {
      const { choices, configuration } = store.get();
      await follow(await api.createRun(nested(choices)), made, configuration);
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
   * @param {Configuration | null} [asked] what the run was made of, if this page made it
   * @returns {Promise<void>}
   */
  async function follow(summary, made, asked = null) {
    const data = await dataOf(summary);
    return new Promise((resolve, reject) => {
      const next = openStream(api.streamUrl(summary.id), {
        onMessage: (message) => stream === next && receive(message),
        onConnection: (up) => stream === next && connected(up),
        onFrame(frame) {
          if (stream !== next) {
            adopt(next, summary, data, made, asked);
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

  /**
   * @param {Stream} next @param {RunSummary} summary @param {DataBody} data @param {number} made
   * @param {Configuration | null} asked
   */
  function adopt(next, summary, data, made, asked) {
    const old = store.get().run;
    stream?.close();
    if (stream && old) api.deleteRun(old.id).catch(() => {}); // a run that is gone already is as good
    stream = next;
    memory.set(summary.id);
    if (asked) keepLater(asked);
    const configuration = live.overlay(summary.configuration); // forgets what the new run was made with
    store.dispatch({
      type: "adopted",
      summary: { ...summary, configuration },
      data,
      keepChoices: made !== wish,
    });
    resumes = store.get().playing;
    watch();
    live.resend();
    if (summary.state !== "running") playAgain();
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

  /** @param {boolean} up */
  function connected(up) {
    store.dispatch({ type: "connection", connection: up ? "open" : "lost" });
    if (!up) return;
    resumes = store.get().playing;
    watch();
    live.resend();
  }

  function replaceLost() {
    stream = null;
    renew().then(() => tell(text.runWasGone, false));
  }

  /** @param {ServerMessage} message */
  function receive(message) {
    if (message.type === "error") {
      live.forget();
      awaited = null;
      if (message.errors?.length) store.dispatch({ type: "refused", errors: message.errors });
      else tell(text.sentence(message.detail), false);
      return;
    }
    const configuration = live.overlay(message.configuration);
    const stands = message.state === "ready" || message.state === "paused";
    const replaced = store.get().busy; // what becomes of a run on its way out does not count
    const ours = replaced || (resumes && stands) || (awaited !== null && awaited !== message.state);
    if (awaited === message.state) awaited = null;
    // Others may drive this run too: but for what is ours and under way, the server says whether it plays.
    const playing = ours ? store.get().playing : message.state === "running";
    store.dispatch({ type: "run-state", message: { ...message, configuration }, playing });
    if (stands) playAgain();
  }

  function playAgain() {
    if (resumes) send({ type: "play", iterations_per_second: store.get().speed });
    resumes = false;
  }

  /** @param {ClientMessage} command */
  function send(command) {
    if (command.type === "play") awaited = "running";
    if (command.type === "pause") awaited = "paused";
    if (command.type === "reset") resumes = store.get().playing;
    stream?.send(command);
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

  function watch() {
    const { playing, catalog, accepted } = store.get();
    const wide = accepted !== null && accepted.network.hidden_width > WIDE;
    const wanted = playing ? RESOLUTION.moving : RESOLUTION.still;
    const resolution = Math.min(wanted, catalog?.limits.resolution ?? wanted);
    const hidden_resolution = wide ? MAP_RESOLUTION.many : MAP_RESOLUTION.few;
    stream?.send({ type: "watch", channels: [...CHANNELS], resolution, hidden_resolution });
  }

  store.subscribe(({ playing }) => {
    if (playing === watchedPlaying) return;
    watchedPlaying = playing;
    watch();
  });
  return {
    start,
    commands: createCommands({ store, send, live, renew, start }),
    /** @param {Frame} frame */
    acknowledge: (frame) => stream?.acknowledge(frame),
  };
}
