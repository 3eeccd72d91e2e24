import { strict as assert } from "node:assert";
import { test } from "node:test";
import { Problem } from "../../static/js/api.js";
import { initialState, reduce } from "../../static/js/reducer.js";
import { createSession } from "../../static/js/session.js";
import { createStore } from "../../static/js/store.js";
import { catalog } from "./catalog.js";

/** @import { Frame } from "../../static/js/types.js" */
/** @import { ClientMessage, StateMessage } from "../../static/js/wire.js" */
/** @import { Handlers } from "../../static/js/stream.js" */

const RUN = "A1b2C3d4E5f6G7h8";
const activations = { name: "x", networks: ["relu", "leaky_relu"].map(of) };

/** @param {string} name @returns {[string, unknown][]} */
function of(name) {
  return [["network.activation", name]];
}

/** A server of runs and groups, as far as the page sees it. */
function fakeServer() {
  /** @type {Map<string, any>} */
  const runs = new Map();
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  /** @type {string[]} */
  const deleted = [];
  /** @type {{ url: string, handlers: Handlers, sent: ClientMessage[], open: boolean }[]} */
  const streams = [];
  let refuses = (/** @type {any} */ _) => false;
  const known = (/** @type {string} */ id) => {
    if (!runs.has(id)) throw new Problem(404, "no such run", []);
    return runs.get(id);
  };
  /** @param {any} given @param {string} id */
  const make = (given, id) => {
    const network = { ...catalog.defaults.network, ...given.network };
    const training = { ...catalog.defaults.training, ...given.training };
    const data = { ...catalog.defaults.data, ...given.data };
    runs.set(id, {
      id,
      state: "ready",
      iteration: 0,
      parameter_count: 17,
      configuration: { data, network, training },
    });
    return runs.get(id);
  };
  make({}, RUN);
  runs.get(RUN).iteration = 3;
  runs.get(RUN).state = "paused";
  return {
    runs,
    groups,
    deleted,
    streams,
    /** @param {typeof refuses} which */
    refuse(which) {
      refuses = which;
    },
    get last() {
      return streams[streams.length - 1];
    },
    api: {
      catalog: async () => catalog,
      run: async (/** @type {string} */ id) => known(id),
      runData: async () => ({}),
      async createRun(/** @type {any} */ given) {
        if (refuses(given))
          throw new Problem(422, "no", [{ field: "network.hidden_width", value: 99, rule: "too wide" }]);
        return make(given, `run${String(runs.size).padStart(13, "0")}`);
      },
      async createGroup(/** @type {string[]} */ members) {
        const id = `group${String(groups.size).padStart(11, "0")}`;
        groups.set(id, members);
        return { id };
      },
      async group(/** @type {string} */ id) {
        if (!groups.has(id)) throw new Problem(404, "no such group", []);
        return { id, runs: groups.get(id)?.map(known) };
      },
      async deleteRun(/** @type {string} */ id) {
        deleted.push(id);
      },
      streamUrl: (/** @type {string} */ kind, /** @type {string} */ id) => `${kind}/${id}`,
    },
    /** @param {string} url @returns {string[]} */
    members(url) {
      const [kind, id] = url.split("/");
      return kind === "groups" ? (groups.get(id) ?? []) : [id];
    },
  };
}

/** @param {any} run @param {Partial<StateMessage>} [more] @returns {StateMessage} */
const says = (run, more = {}) => ({
  type: "state",
  run: run.id,
  state: run.state,
  iteration: run.iteration,
  reason: null,
  configuration: run.configuration,
  drives: true,
  answers: [],
  changes: [],
  ...more,
});

/** @param {any} run @returns {Frame} */
const frameOf = (run) =>
  /** @type {any} */ ({ snapshot: { run: run.id, iteration: run.iteration, frame: 1 }, costs: null });

/**
 * A page that shows a run at iteration 3.
 * @param {import("node:test").Context} context
 * @param {{ run?: string | null, group?: string | null }} [remembers]
 * @param {ReturnType<typeof fakeServer>} [server]
 */
async function shown(context, remembers = {}, server = fakeServer()) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const memory = { run: RUN, group: null, ...remembers };
  const store = createStore(reduce, initialState({ theme: "light", railCollapsed: false }));
  const session = createSession({
    store,
    api: /** @type {any} */ (server.api),
    openStream(url, handlers) {
      const stream = { url, handlers, sent: /** @type {ClientMessage[]} */ ([]), open: true };
      server.streams.push(stream);
      queueMicrotask(() => {
        const runs = server.members(url).map((id) => server.runs.get(id));
        for (const run of runs) handlers.onMessage(says(run));
        handlers.onFrame(runs.map(frameOf), true);
      });
      return {
        send: (message) => stream.sent.push(message),
        acknowledge() {},
        hurry() {},
        close() {
          stream.open = false;
        },
      };
    },
    memory: {
      get: () => memory.run,
      group: () => memory.group,
      set(run, group) {
        Object.assign(memory, { run, group });
      },
      asked: () => null,
    },
  });
  await session.start();
  /** Let all that waits go on. */
  async function settle() {
    for (let turn = 0; turn < 60; turn++) await Promise.resolve();
    context.mock.timers.tick(200);
    for (let turn = 0; turn < 60; turn++) await Promise.resolve();
  }
  /** What was sent to the newest stream, but for what is watched. */
  const sent = () => server.last.sent.filter(({ type }) => type !== "watch");
  return { store, session, commands: session.commands, server, memory, settle, sent };
}

test("a second network is a run of the same choices, in a group with the first, and catches up", async (context) => {
  const { store, commands, server, memory, settle, sent } = await shown(context);
  commands.setNetworks(2);
  await settle();
  const [group] = server.groups.keys();
  const members = server.groups.get(group) ?? [];
  assert.equal(members[0], RUN);
  assert.equal(server.last.url, `groups/${group}`);
  assert.deepEqual(
    server.streams.map(({ open }) => open),
    [false, true],
  );
  assert.deepEqual(
    store.get().networks.map(({ run }) => run?.id),
    members,
  );
  assert.equal(store.get().focus, 1);
  assert.deepEqual(sent(), [{ type: "advance", iterations: 3, run: members[1], id: 1 }]);
  assert.deepEqual([memory.run, memory.group], [RUN, group]);
  assert.deepEqual([server.deleted, store.get().busy], [[], false]);
});

test("what plays goes on playing, all together", async (context) => {
  const { commands, settle, sent } = await shown(context);
  commands.play();
  commands.setNetworks(3);
  await settle();
  assert.deepEqual(
    sent().map(({ type }) => type),
    ["play"],
  );
});

test("one network again is the first one, with its run; the others are dropped", async (context) => {
  const { store, commands, server, memory, settle } = await shown(context);
  commands.setNetworks(3);
  await settle();
  const others = [...server.runs.keys()].slice(1);
  commands.setNetworks(1);
  assert.deepEqual(store.get().networks, []);
  await settle();
  assert.equal(server.last.url, `runs/${RUN}`);
  assert.deepEqual([...server.deleted].sort(), others.sort());
  assert.deepEqual([memory.run, memory.group], [RUN, null]);
  assert.equal(store.get().run?.id, RUN);
});

test("a choice for one network makes its run anew and keeps the others", async (context) => {
  const { store, commands, server, settle } = await shown(context);
  commands.setNetworks(2);
  await settle();
  const [, before] = [...server.runs.keys()];
  commands.choose("network.activation", "relu");
  await settle();
  const ids = store.get().networks.map(({ run }) => run?.id);
  assert.equal(ids[0], RUN);
  assert.notEqual(ids[1], before);
  assert.deepEqual(server.deleted, [before]);
  assert.deepEqual(
    store.get().networks.map(({ accepted }) => accepted?.network.activation),
    ["tanh", "relu"],
  );
});

test("data are chosen for all, whatever is picked", async (context) => {
  const { store, commands, settle } = await shown(context);
  commands.setNetworks(2);
  await settle();
  commands.choose("data.noise", 0.4);
  await settle();
  assert.deepEqual(
    store.get().networks.map(({ accepted }) => accepted?.data.noise),
    [0.4, 0.4],
  );
});

test("a live value goes to the run of the network that is picked, or to each", async (context) => {
  const { commands, server, settle, sent } = await shown(context);
  commands.setNetworks(2);
  await settle();
  const [a, b] = [...server.runs.keys()];
  server.last.sent.length = 0;
  commands.choose("training.learning_rate", 0.5);
  context.mock.timers.tick(50);
  const update = { type: "update", training: { learning_rate: 0.5 } };
  assert.deepEqual(sent(), [{ ...update, run: b }]);
  server.last.sent.length = 0;
  commands.pick(null);
  commands.choose("training.learning_rate", 0.25);
  context.mock.timers.tick(50);
  assert.deepEqual(
    sent().map((message) => "run" in message && message.run),
    [a, b],
  );
});

test("a preset replaces the choices of all by one click", async (context) => {
  const { store, commands, server, settle } = await shown(context);
  commands.compare(activations);
  await settle();
  assert.deepEqual(
    store.get().networks.map(({ accepted }) => accepted?.network.activation),
    ["relu", "leaky_relu"],
  );
  assert.deepEqual([server.deleted, store.get().focus], [[RUN], null]);
});

test("the newest number of networks wins, and what was made for an older one is dropped", async (context) => {
  const { store, commands, server, settle } = await shown(context);
  commands.setNetworks(4);
  for (let turn = 0; turn < 3; turn++) await Promise.resolve();
  commands.setNetworks(2);
  await settle();
  await settle();
  const shownRuns = store.get().networks.map(({ run }) => run?.id);
  assert.equal(shownRuns.length, 2);
  assert.equal(shownRuns[0], RUN);
  const kept = [...server.runs.keys()].filter((id) => !server.deleted.includes(id));
  assert.deepEqual(kept.sort(), shownRuns.sort());
});

test("a refused choice is told where it was made, and the others' runs are not left behind", async (context) => {
  const { store, commands, server, settle } = await shown(context);
  commands.setNetworks(3);
  await settle();
  const runs = store.get().networks.map(({ run }) => run?.id);
  server.refuse((given) => given.network?.hidden_width === 99 && given.network?.activation === "relu");
  commands.pick(2);
  commands.choose("network.activation", "relu");
  await settle();
  commands.pick(null);
  commands.choose("network.hidden_width", 99);
  await settle();
  const { networks, focus, busy } = store.get();
  assert.deepEqual(
    networks.map(({ errors }) => Object.keys(errors)),
    [[], [], ["network.hidden_width"]],
  );
  assert.deepEqual([focus, busy], [2, false]);
  assert.deepEqual(
    networks.slice(0, 2).map(({ run }) => run?.id),
    runs.slice(0, 2),
  );
  const alive = [...server.runs.keys()].filter((id) => !server.deleted.includes(id));
  assert.equal(alive.length, 3);
});

test("a reload finds the group again", async (context) => {
  const first = await shown(context);
  first.commands.setNetworks(2);
  await first.settle();
  context.mock.timers.reset();
  const { store, server } = await shown(context, first.memory, first.server);
  assert.equal(store.get().networks.length, 2);
  assert.equal(server.last.url, `groups/${first.memory.group}`);
  context.mock.timers.reset();
  first.server.groups.clear();
  const alone = await shown(context, first.memory, first.server);
  assert.deepEqual([alone.store.get().networks, alone.store.get().run?.id], [[], RUN]);
});

test("a connection that comes back is driven again, and what was wished is said once", async (context) => {
  const { store, commands, server, settle, sent } = await shown(context);
  commands.setNetworks(2);
  await settle();
  const { handlers } = server.last;
  const runs = [...server.runs.values()];
  for (const run of runs) handlers.onMessage(says(run, { answers: [1] }));
  handlers.onLost(null);
  commands.play();
  server.last.sent.length = 0;
  for (const run of runs) handlers.onMessage(says(run, { drives: false }));
  assert.deepEqual(
    sent().map(({ type }) => type),
    ["drive", "play"],
  );
  assert.deepEqual([store.get().drives, store.get().notice, store.get().connection], [true, null, "open"]);
  for (const run of runs) handlers.onMessage(says(run, { state: "running" }));
  for (const run of runs) handlers.onMessage(says(run, { state: "running", drives: false }));
  assert.equal(store.get().drives, false);
  assert.ok(/taken over/.test(store.get().notice?.text ?? ""));
});

test("networks that the server has lost are made anew, all of them", async (context) => {
  const { store, commands, server, settle } = await shown(context);
  commands.setNetworks(2);
  await settle();
  const before = store.get().networks.map(({ run }) => run?.id);
  server.last.handlers.onGone("no such run or group");
  await settle();
  const after = store.get().networks.map(({ run }) => run?.id);
  assert.equal(after.length, 2);
  assert.ok(after.every((id) => !before.includes(id)));
  assert.ok(/A new one started/.test(store.get().notice?.text ?? ""));
});

test("all go back together; one that ended before stays at its end", async (context) => {
  const { store, commands, server, settle, sent } = await shown(context);
  commands.setNetworks(2);
  await settle();
  const [a, b] = [...server.runs.values()];
  const { handlers } = server.last;
  const costs = (/** @type {number} */ last) => Float64Array.of(0, 1, 1, last, 1, 1);
  const at = (/** @type {any} */ run, /** @type {number} */ iteration) => ({
    ...frameOf({ ...run, iteration }),
    costs: costs(iteration),
  });
  handlers.onFrame([at(a, 20), at(b, 20)], true);
  server.last.sent.length = 0;
  commands.seek(12);
  assert.deepEqual(sent(), [{ type: "seek", iteration: 12, id: 2 }]);
  for (const run of [a, b]) handlers.onMessage(says(run, { answers: [2] }));
  handlers.onFrame([at(a, 12), at(b, 12)], false);
  handlers.onMessage(says({ ...b, state: "diverged" }));
  handlers.onFrame([at(a, 20), at(b, 12)], true);
  server.last.sent.length = 0;
  commands.seek(15);
  assert.deepEqual(sent(), [{ type: "seek", iteration: 15, run: a.id, id: 3 }]);
  assert.equal(store.get().sought, 15);
});
