import { networksOf } from "./networks.js";
import { copyOf, isOwnSource, labelsOf, NOTHING, numbered, sourceOf, trainable } from "./own-points.js";
import { isBlank } from "./own-state.js";

/** @import { Action, Choices, OwnActions, OwnChange, OwnData, State } from "./types.js" */
/** @import { Configuration } from "./wire.js" */

/** Milliseconds after a change until it is remembered. */
const PAUSE = 200;

/**
 * What the user can do to points of one's own. What is enough to learn from becomes a run at the end of each step; until
 * then the plot shows the points alone, and the run before them rests.
 * @param {object} parts
 * @param {{ get(): State, dispatch(action: Action): void, subscribe(listener: (state: State) => void): void }} parts.store
 * @param {ReturnType<typeof import("./commands.js").createCommands>} parts.commands
 * @param {() => void} parts.renew make a run of the choices
 * @param {{ set(own: { now: OwnData, open: boolean }): void }} parts.memory
 */
export function createOwnData({ store, commands, renew, memory }) {
  /** The last data that a run was asked of. @type {OwnData | null} */
  let asked = null;
  /** It played before there was nothing to learn from, and plays on. */
  let resumes = false;
  let handDraws = false;

  const own = () => store.get().own;
  const watches = () => !store.get().drives;
  const blank = () => isBlank(store.get());
  /** @param {OwnChange} made */
  const change = (made) => store.dispatch({ type: "own", change: made });

  /** Make a run of the points, if they are enough and new. @param {Choices} [also] further choices */
  function settle(also) {
    const { now, open, made } = own();
    const { catalog, configuration } = store.get();
    if (!open || handDraws || watches() || !catalog) return;
    if (!trainable(now)) return rest();
    const chosen = isOwnSource(configuration?.data.source);
    if (!also && chosen && (now === made || now === asked)) return;
    asked = now;
    for (const [network, { configuration }] of networksOf(store.get()).entries()) {
      const values = { ...choicesOf(now, configuration, made), ...also };
      store.dispatch({ type: "network", network, action: { type: "own-chosen", values } });
    }
    if (resumes) store.dispatch({ type: "playing", playing: true });
    resumes = false;
    renew();
  }

  /** The run that is left pauses. */
  function rest() {
    asked = null;
    if (!store.get().playing) return;
    resumes = true;
    commands.pause();
  }

  /** @type {OwnActions} */
  const actions = {
    choose() {
      if (watches()) return;
      change({ do: "open", drawing: own().now.points.length === 0 });
      settle();
    },
    draw(drawing) {
      if (watches()) return;
      const { data } = store.get();
      const copy = drawing && !own().open && data ? copyOf(data) : null;
      change(copy ? { do: "open", drawing } : { do: "draw", drawing });
      if (copy) actions.put(copy);
    },
    change,
    put(data, also) {
      if (!own().open) change({ do: "open", drawing: false });
      change({ do: "put", data, step: true });
      settle(also);
    },
    stroke(data, begins) {
      handDraws = true;
      change({ do: "put", data, step: begins });
    },
    strokeEnds() {
      handDraws = false;
      change({ do: "put", data: numbered(own().now), step: false });
      settle();
    },
    turn(which) {
      change({ do: which });
      settle();
    },
    clear: () => actions.put({ ...NOTHING, kind: own().now.kind, view: own().now.view }),
  };

  rememberChanges(store, memory);
  let { run, own: before } = store.get();
  store.subscribe((state) => {
    if (!state.own.open && before.open) asked = null;
    before = state.own;
    if (state.run === run) return;
    run = state.run;
    queueMicrotask(settle); // what was kept over a reload may be newer than its run
  });

  /** A command that means the run that is shown: none while there is nothing to show. @template {unknown[]} A @param {(...given: A) => void} command */
  const shown =
    (command) =>
    /** @param {A} given */
    (...given) => {
      if (!blank()) command(...given);
    };
  const guarded = {
    play: shown(commands.play),
    advance: shown(commands.advance),
    advanceEpoch: shown(commands.advanceEpoch),
    seek: shown(commands.seek),
    back: shown(commands.back),
    edit: shown(commands.edit),
    restart: shown(commands.restart),
    /** @param {string} path @param {unknown} value @param {number} [network] */
    choose(path, value, network) {
      const source = path === "data.source";
      if (source && isOwnSource(value)) return actions.choose();
      commands.choose(path, value, network);
      if (source && resumes) commands.play(); // what rested for the own data plays on
      if (source) resumes = false;
    },
  };
  return { actions, guarded };
}

/**
 * Own data outlive a reload, and the tab.
 * @param {{ get(): State, subscribe(listener: (state: State) => void): void }} store
 * @param {{ set(own: { now: OwnData, open: boolean }): void }} memory
 */
function rememberChanges(store, memory) {
  let { now, open } = store.get().own;
  /** @type {ReturnType<typeof setTimeout> | null} */
  let waiting = null;

  function keep() {
    if (waiting !== null) clearTimeout(waiting);
    waiting = null;
    memory.set({ now, open });
  }
  store.subscribe(({ own }) => {
    if (own.now === now && own.open === open) return;
    ({ now, open } = own);
    if (waiting !== null) clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  addEventListener("pagehide", () => waiting !== null && keep());
}

/**
 * The choices that make a run of own data. An output that fits stays; two classes get the chapter's, more the source's own.
 * @param {OwnData} data
 * @param {Configuration | null} configuration what was chosen before
 * @param {OwnData | null} made what the run was made of before
 * @returns {Choices}
 */
export function choicesOf(data, configuration, made) {
  const source = sourceOf(data);
  const two = data.kind === "classes" && labelsOf(data).length === 2;
  const wereMore = made?.kind === "classes" && labelsOf(made).length > 2;
  const stays = configuration?.data.source === source && (data.kind === "targets" || (two && !wereMore));
  return {
    "data.source": source,
    "data.points": data.points,
    "data.labels": data.kind === "classes" && data.names.length ? data.names : undefined,
    "data.view": data.view ?? undefined,
    "network.output": stays ? configuration.network.output : two ? "sigmoid" : undefined,
  };
}
