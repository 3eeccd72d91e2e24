import { fieldAt, valueAt } from "./configuration.js";

/** @import { Action, Actions, State } from "./types.js" */
/** @import { ClientMessage } from "./wire.js" */

/**
 * What the user can do to the run.
 * @param {object} parts
 * @param {{ get(): State, dispatch(action: Action): void }} parts.store
 * @param {(command: ClientMessage) => void} parts.send
 * @param {{ set(path: string, value: unknown): void }} parts.live
 * @param {() => void} parts.renew make a run of the choices
 * @param {() => void} parts.start begin from the catalog
 * @returns {Omit<Actions, "dispatch" | "setTheme" | "setRail">}
 */
export function createCommands({ store, send, live, renew, start }) {
  /** @param {boolean} playing */
  const setPlaying = (playing) => store.dispatch({ type: "playing", playing });
  const sendPlay = () => send({ type: "play", iterations_per_second: store.get().speed });
  const diverged = () => store.get().runState === "diverged";

  /** @type {ReturnType<typeof createCommands>} */
  const commands = {
    choose(path, value) {
      const { catalog, configuration } = store.get();
      if (!catalog || !configuration) return;
      const changed = valueAt(configuration, path) !== value;
      store.dispatch({ type: "chosen", path, value });
      if (!changed) return;
      if (fieldAt(catalog, path).live && !diverged()) live.set(path, value);
      else renew();
    },
    play() {
      if (diverged() || store.get().connection === "lost") return;
      // A finished run plays on where its end has been raised; else the server says what to raise.
      setPlaying(store.get().runState !== "finished");
      sendPlay();
    },
    pause() {
      setPlaying(false);
      send({ type: "pause" });
    },
    advance(iterations) {
      if (diverged()) return;
      if (store.get().playing) commands.pause();
      send({ type: "advance", iterations });
    },
    restart({ redraw, stop }) {
      if (stop && store.get().playing) commands.pause();
      send({ type: "reset", redraw });
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

  return commands;
}
