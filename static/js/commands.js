import { choose, fieldAt, valueAt } from "./configuration.js";
import { hasEnded, leading, networksOf } from "./networks.js";
import { iterationsOfEpoch, reachedBy, reachedOf } from "./timeline.js";

/** @import { Action, Actions, RunCommand, Speed, State } from "./types.js" */

/** Iterations a second for a run whose speed this page has not set. */
const SPEED = 100;
/** From so many iterations on an advance takes its time, and can be paused. */
const LONG = 1000;

/**
 * What the user can do to the run, or to all that are compared; nothing while another page drives it. Play, pause and
 * choices are wishes: while the server is away they wait. The rest means the moment that is on the screen, and needs
 * the server.
 * @param {object} parts
 * @param {{ get(): State, dispatch(action: Action): void }} parts.store
 * @param {Pick<ReturnType<typeof import("./orders.js").createOrders>, "give" | "seek">} parts.orders
 * @param {{ set(path: string, value: unknown): void }[]} parts.live one for each network
 * @param {() => void} parts.drive
 * @param {() => void} parts.renew make the runs that the choices need
 * @param {() => void} parts.retry
 * @returns {Omit<Actions, "own" | "dispatch" | "setTheme" | "setRail">}
 */
export function createCommands({ store, orders, live, drive, renew, retry }) {
  /** @param {boolean} playing */
  const setPlaying = (playing) => store.dispatch({ type: "playing", playing });
  /** @param {Speed} speed */
  const play = (speed) => orders.give({ type: "play", iterations_per_second: speed });
  const diverged = () => networksOf(store.get()).every(({ runState }) => runState === "diverged");
  const watches = () => !store.get().drives;
  const away = () => store.get().connection === "lost";
  /** Where the run stands, or is about to. */
  const place = () => store.get().sought ?? leading(store.get()).frame?.snapshot.iteration ?? 0;

  /** The networks that a choice is for. @param {string} path @param {number | undefined} only */
  function meant(path, only) {
    const { networks, focus } = store.get();
    const one = only ?? focus;
    if (networks.length && (one === null || path.startsWith("data."))) return networks.map((_, k) => k);
    return [one ?? 0];
  }

  /** Choose for one network. @param {number} network @param {string} path @param {unknown} value @returns {boolean} whether it needs a new run */
  function chooseIn(network, path, value) {
    const { catalog } = store.get();
    const { configuration, runState } = networksOf(store.get())[network];
    if (!catalog || !configuration) return false;
    const changed = valueAt(configuration, path) !== value;
    store.dispatch({ type: "network", network, action: { type: "chosen", path, value } });
    if (!changed) return false;
    if (!fieldAt(catalog, path).live || runState === "diverged") return true;
    live[network].set(path, value);
    return false;
  }

  /** @type {ReturnType<typeof createCommands>} */
  const commands = {
    choose(path, value, only) {
      if (watches()) return;
      const anew = meant(path, only).map((network) => chooseIn(network, path, value));
      if (anew.includes(true)) renew();
    },
    setNetworks(count) {
      const known = networksOf(store.get());
      if (watches() || count === known.length) return;
      const choices = Array.from({ length: count }, (_, k) => (known[k] ?? known[0]).choices);
      store.dispatch({ type: "networks", choices });
      if (count > known.length) store.dispatch({ type: "focus", network: known.length });
      renew();
    },
    compare({ networks }) {
      const { catalog } = store.get();
      if (!catalog || watches()) return;
      const [first] = networksOf(store.get());
      const choices = networks.map((chosen) =>
        chosen.reduce((made, [path, value]) => choose(made, catalog, path, value), first.choices),
      );
      store.dispatch({ type: "networks", choices });
      store.dispatch({ type: "focus", network: null });
      renew();
    },
    pick: (network) => store.dispatch({ type: "focus", network }),
    play() {
      if (diverged() || watches()) return;
      const speed = store.get().speed ?? SPEED;
      store.dispatch({ type: "speed", speed });
      // A finished run plays on where its end has been raised; else the server says what to raise.
      setPlaying(!networksOf(store.get()).every(({ runState }) => hasEnded(runState)));
      store.dispatch({ type: "sought", iteration: null });
      play(speed);
    },
    pause() {
      if (watches()) return;
      setPlaying(false);
      store.dispatch({ type: "goal", iteration: null });
      orders.give({ type: "pause" });
    },
    advance(iterations) {
      if (diverged() || watches() || away()) return;
      if (store.get().playing) commands.pause();
      store.dispatch({ type: "goal", iteration: iterations < LONG ? null : place() + iterations });
      orders.give({ type: "advance", iterations });
    },
    advanceEpoch() {
      const { data, accepted } = store.get();
      if (data && accepted) commands.advance(iterationsOfEpoch(data, accepted));
    },
    seek(iteration) {
      if (watches() || away()) return;
      const target = Math.min(Math.max(0, Math.round(iteration)), reachedOf(store.get()));
      if (target === place()) return;
      if (store.get().playing) commands.pause();
      const way = seeks(store.get(), target);
      store.dispatch({ type: "sought", iteration: target });
      orders.seek(way);
    },
    back: (iterations) => commands.seek(place() - iterations),
    restart({ redraw, stop }) {
      if (watches() || away()) return;
      const { focus, configuration } = store.get();
      if (redraw && focus !== null && configuration) {
        commands.choose("network.init.seed", configuration.network.init.seed + 1); // the others go on
        return;
      }
      if (stop && store.get().playing) commands.pause();
      store.dispatch({ type: "goal", iteration: null });
      orders.give({ type: "reset", redraw });
      if (store.get().playing) commands.play();
    },
    setSpeed(speed) {
      if (watches()) return;
      store.dispatch({ type: "speed", speed });
      if (store.get().playing) play(speed);
    },
    edit(entry, value) {
      if (diverged() || watches() || away()) return;
      orders.give({ type: "edit", ...entry, value });
    },
    calm(network) {
      const { configuration } = networksOf(store.get())[network ?? 0];
      if (!configuration || watches()) return;
      setPlaying(true);
      const rate = Number((configuration.training.learning_rate / 10).toPrecision(6));
      commands.choose("training.learning_rate", rate, network);
    },
    takeOver: drive,
    retry,
  };

  return commands;
}

/**
 * The commands that bring every network to a moment. One that has ended before it goes to its end, or stays there.
 * @param {State} state
 * @param {number} iteration
 * @returns {RunCommand[]}
 */
function seeks({ networks, sought }, iteration) {
  if (networks.every((network) => reachedBy(network) >= iteration)) return [{ type: "seek", iteration }];
  return networks.flatMap((network) => {
    const end = reachedBy(network);
    const stays = sought === null && end < iteration && hasEnded(network.runState);
    return stays ? [] : [{ type: "seek", iteration: Math.min(iteration, end), run: network.run?.id }];
  });
}
