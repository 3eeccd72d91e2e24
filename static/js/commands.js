import { fieldAt, valueAt } from "./configuration.js";

/** @import { Action, Actions, Speed, State } from "./types.js" */

/** Iterations a second for a run whose speed this page has not set. */
const SPEED = 100;

/**
 * What the user can do to the run; nothing while another page drives it. Play, pause and choices are wishes: while the
 * server is away they wait. The rest means the moment that is on the screen, and needs the server.
 * @param {object} parts
 * @param {{ get(): State, dispatch(action: Action): void }} parts.store
 * @param {{ give(command: import("./types.js").RunCommand): void }} parts.orders
 * @param {{ set(path: string, value: unknown): void }} parts.live
 * @param {() => void} parts.drive
 * @param {() => void} parts.renew make a run of the choices
 * @param {() => void} parts.retry
 * @returns {Omit<Actions, "own" | "dispatch" | "setTheme" | "setRail">}
 */
export function createCommands({ store, orders, live, drive, renew, retry }) {
  /** @param {boolean} playing */
  const setPlaying = (playing) => store.dispatch({ type: "playing", playing });
  /** @param {Speed} speed */
  const play = (speed) => orders.give({ type: "play", iterations_per_second: speed });
  const diverged = () => store.get().runState === "diverged";
  const watches = () => !store.get().drives;
  const away = () => store.get().connection === "lost";

  /** @type {ReturnType<typeof createCommands>} */
  const commands = {
    choose(path, value) {
      const { catalog, configuration } = store.get();
      if (!catalog || !configuration || watches()) return;
      const changed = valueAt(configuration, path) !== value;
      store.dispatch({ type: "chosen", path, value });
      if (!changed) return;
      if (fieldAt(catalog, path).live && !diverged()) live.set(path, value);
      else renew();
    },
    play() {
      if (diverged() || watches()) return;
      const speed = store.get().speed ?? SPEED;
      store.dispatch({ type: "speed", speed });
      // A finished run plays on where its end has been raised; else the server says what to raise.
      setPlaying(store.get().runState !== "finished");
      play(speed);
    },
    pause() {
      if (watches()) return;
      setPlaying(false);
      orders.give({ type: "pause" });
    },
    advance(iterations) {
      if (diverged() || watches() || away()) return;
      if (store.get().playing) commands.pause();
      orders.give({ type: "advance", iterations });
    },
    restart({ redraw, stop }) {
      if (watches() || away()) return;
      if (stop && store.get().playing) commands.pause();
      orders.give({ type: "reset", redraw });
      if (store.get().playing) commands.play();
    },
    setSpeed(speed) {
      if (watches()) return;
      store.dispatch({ type: "speed", speed });
      if (store.get().playing) play(speed);
    },
    calm() {
      const { configuration } = store.get();
      if (!configuration || watches()) return;
      setPlaying(true);
      commands.choose(
        "training.learning_rate",
        Number((configuration.training.learning_rate / 10).toPrecision(6)),
      );
    },
    takeOver: drive,
    retry,
  };

  return commands;
}
