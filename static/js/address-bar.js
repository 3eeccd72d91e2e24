import { LONGEST, readAddress, writeAddress } from "./address.js";
import { panelToTell } from "./inside/panels.js";
import { placeToText } from "./lessons/place.js";
import { openedFile, rememberedAddress, runMemory } from "./memory.js";
import { networksOf } from "./networks.js";
import * as shareText from "./share-text.js";

/** @import { PanelName } from "./inside/panels.js" */
/** @import { Choices, State } from "./types.js" */

/** Milliseconds from a change to the address that has it: browsers refuse to write it all the time. */
const PAUSE = 400;

/**
 * What the address asks for when the page is opened, and the address of the run that is shown. An address with a fault
 * is told and left alone: the page shows what it would have shown without it.
 * @param {object} parts
 * @param {ReturnType<typeof import("./store.js").createStore>} parts.store
 * @param {(lines: string[]) => void} parts.tell show what is wrong
 * @param {(panel: PanelName) => void} parts.reveal bring a panel into sight
 */
export function createAddressBar({ store, tell, reveal }) {
  let read = false;
  /** Until its run is there. @type {{ at: number | null } | null} */
  let wanted = null;
  let due = false;
  /** @type {unknown[]} */
  let told = [];
  /** @type {{ start(): void, advance(iterations: number): void }} */
  let session;

  function open() {
    const { catalog } = store.get();
    if (read || !catalog) return;
    read = true;
    const file = openedFile.get();
    openedFile.set("");
    if (file) return want({ networks: JSON.parse(file), at: null });
    const fragment = location.hash.slice(1);
    const address = readAddress(fragment, catalog);
    if (!address) return;
    if (address.faults.length) {
      tell(address.faults.map(shareText.addressFault));
      return;
    }
    if (address.speed !== null) store.dispatch({ type: "speed", speed: address.speed });
    if (address.panel !== null) store.dispatch({ type: "inside", panel: address.panel });
    for (const what of address.shows) store.dispatch({ type: "show", what, on: true });
    if (fragment === rememberedAddress.get() && runMemory.get() !== null) return;
    if (address.panel !== null) reveal(address.panel);
    want(address);
  }

  /** @param {{ networks: Choices[], at: number | null }} address */
  function want({ networks, at }) {
    wanted = { at };
    store.dispatch({ type: "own", change: { do: "close" } }); // the address says which data
    store.dispatch({ type: "networks", choices: networks });
  }

  /** @param {State} state */
  function arrive(state) {
    if (!wanted) return;
    const networks = networksOf(state);
    const { at } = wanted;
    if (networks.every(({ run }) => run)) {
      wanted = null;
      if (at) setTimeout(() => session.advance(at));
      return;
    }
    const refused = networks.flatMap(({ errors }) => Object.entries(errors));
    if (refused.length === 0 || state.busy) return;
    wanted = null;
    tell(refused.map(([path, line]) => shareText.addressRefusal(path, line)));
    store.dispatch({ type: "networks", choices: [{}] });
    session.start();
  }

  /** @param {State} state */
  function follow(state) {
    const networks = networksOf(state);
    const telling = [
      state.speed,
      state.shows,
      state.inside.panels[0],
      state.lesson,
      ...networks.flatMap(({ run, accepted }) => [run?.id, accepted]),
    ];
    if (!networks.every(({ run }) => run)) return;
    if (telling.length === told.length && telling.every((value, k) => value === told[k])) return;
    told = telling;
    if (!due) setTimeout(write, PAUSE);
    due = true;
  }

  function write() {
    due = false;
    const { catalog, speed, shows, inside, lesson } = store.get();
    const networks = networksOf(store.get());
    const configurations = networks.flatMap(({ accepted }) => accepted ?? []);
    const run = networks[0].run?.id;
    if (!catalog || configurations.length < networks.length || run !== runMemory.get()) return; // another one's run has its own address
    const panel = panelToTell(inside);
    const whole = lesson
      ? placeToText(lesson)
      : writeAddress(configurations, catalog, { speed, shows, panel });
    const fragment = whole.length > LONGEST ? `run=${run}` : whole;
    rememberedAddress.set(fragment);
    if (fragment === location.hash.slice(1)) return;
    history.replaceState(
      history.state,
      "",
      location.pathname + location.search + (fragment && `#${fragment}`),
    );
  }

  store.subscribe((state) => {
    open();
    arrive(state);
    follow(state);
  });
  // Typed by hand or followed in the page; what is written here makes no such event.
  addEventListener("hashchange", () => location.reload());

  return {
    /** Which run to show first, as the session asks. */
    memory: {
      get: () => (wanted ? null : runMemory.get()),
      group: () => (wanted ? null : runMemory.group()),
      set: runMemory.set,
      asked() {
        const id = runMemory.asked();
        return id === runMemory.get() ? null : id;
      },
    },
    /** @param {typeof session} made */
    connect(made) {
      session = made;
    },
    /** Configurations of a file take the place of what is shown. @param {Choices[]} networks */
    openNext(networks) {
      openedFile.set(JSON.stringify(networks));
      location.reload();
    },
  };
}
