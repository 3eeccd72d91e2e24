import { strict as assert } from "node:assert";
import { test } from "node:test";
import { Problem } from "../../static/js/api.js";
import { initialState, reduce } from "../../static/js/reducer.js";
import { createSession } from "../../static/js/session.js";
import { createStore } from "../../static/js/store.js";
import { failure } from "../../static/js/text.js";
import { catalog } from "./catalog.js";

/** @import { Frame } from "../../static/js/types.js" */
/** @import { ClientMessage, ErrorMessage, StateMessage } from "../../static/js/wire.js" */
/** @import { Handlers } from "../../static/js/stream.js" */

const RUN = "A1b2C3d4E5f6G7h8";
const summary = /** @type {any} */ ({
  id: RUN,
  state: "paused",
  iteration: 3,
  parameter_count: 17,
  configuration: catalog.defaults,
});
const frame = /** @type {Frame} */ (
  /** @type {unknown} */ ({ snapshot: { run: RUN, iteration: 3 }, costs: null })
);

/** @param {Partial<StateMessage>} more @returns {StateMessage} */
const says = (more) => ({
  type: "state",
  run: RUN,
  state: "paused",
  iteration: 3,
  reason: null,
  configuration: catalog.defaults,
  drives: true,
  answers: [],
  changes: [],
  ...more,
});
/** @param {Partial<ErrorMessage>} more @returns {ErrorMessage} */
const refuses = (more) => ({
  type: "error",
  code: "wrong_state",
  detail: "no",
  id: null,
  errors: [],
  ...more,
});

/**
 * A page whose clock stands and which shows a run of its tab.
 * @param {import("node:test").Context} context
 * @param {Partial<StateMessage>} first what the server says first
 */
async function shown(context, first = {}) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {ClientMessage[]} */
  let sent = [];
  /** @type {Handlers[]} */
  const connections = [];
  const store = createStore(reduce, initialState({ theme: "light", railCollapsed: false }));
  const session = createSession({
    store,
    api: /** @type {any} */ ({
      catalog: async () => catalog,
      run: async () => summary,
      runData: async () => ({}),
      streamUrl: () => "",
    }),
    openStream(_, handlers) {
      connections.push(handlers);
      queueMicrotask(() => {
        handlers.onMessage(says(first));
        handlers.onFrame([frame], true);
      });
      return { send: (message) => sent.push(message), acknowledge() {}, hurry() {}, close() {} };
    },
    memory: { get: () => RUN, group: () => null, set() {}, asked: () => null },
  });
  await session.start();
  const [server] = connections;
  sent = [];
  return {
    store,
    commands: session.commands,
    server,
    /** What was sent since the last look, but for what is watched. */
    sent() {
      const messages = sent.filter(({ type }) => type !== "watch");
      sent = [];
      return messages;
    },
    lose() {
      server.onLost(null);
      sent = [];
    },
  };
}

test("a pause while the server is away is said again to a run that still plays", async (context) => {
  const { store, commands, server, sent, lose } = await shown(context, { state: "running" });
  lose();
  commands.pause();
  sent();
  server.onMessage(says({ state: "running" }));
  assert.deepEqual(sent(), [{ type: "pause", id: 2 }]);
  assert.equal(store.get().playing, false);
  server.onMessage(says({ state: "paused", answers: [2] }));
  server.onMessage(says({ state: "running" }));
  assert.equal(store.get().playing, true); // now others may play it
});

test("a wish that the server has confirmed is not said again", async (context) => {
  const { store, commands, server, sent, lose } = await shown(context);
  commands.play();
  server.onMessage(says({ state: "running", answers: [1] }));
  lose();
  server.onMessage(says({ state: "paused" })); // somebody else paused it meanwhile
  assert.deepEqual(sent(), []);
  assert.equal(store.get().playing, false);
});

test("a live value that was not echoed is said again", async (context) => {
  const { store, commands, server, sent, lose } = await shown(context);
  lose();
  commands.choose("training.learning_rate", 0.25);
  server.onMessage(says({}));
  assert.deepEqual(sent(), [{ type: "update", training: { learning_rate: 0.25 } }]);
  assert.equal(store.get().configuration?.training.learning_rate, 0.25);
});

test("whoever drove drives again before it says anything", async (context) => {
  const { store, commands, server, sent, lose } = await shown(context);
  lose();
  commands.play();
  sent();
  server.onMessage(says({ drives: false }));
  assert.deepEqual(
    sent().map(({ type }) => type),
    ["drive", "play"],
  );
  assert.equal(store.get().drives, true);
});

test("whoever watched watches on", async (context) => {
  const { store, server, sent, lose } = await shown(context, { drives: false });
  lose();
  server.onMessage(says({ drives: false }));
  assert.deepEqual(sent(), []);
  assert.equal(store.get().drives, false);
});

test("what may or may not have been obeyed is told, not repeated", async (context) => {
  const { store, commands, server, sent, lose } = await shown(context);
  commands.advance(10);
  lose();
  server.onMessage(says({}));
  assert.deepEqual(sent(), []);
  assert.ok(/confirmed: iterations/.test(store.get().notice?.text ?? ""));
});

test("without the server there is no step, no reset and no draw", async (context) => {
  const { commands, sent, lose } = await shown(context);
  lose();
  commands.advance(1);
  commands.restart({ redraw: true, stop: false });
  assert.deepEqual(sent(), []);
});

test("a watching page asks for nothing", async (context) => {
  const { store, commands, sent } = await shown(context, { drives: false, state: "running" });
  commands.pause();
  commands.play();
  commands.advance(1);
  commands.setSpeed(10);
  commands.restart({ redraw: false, stop: true });
  commands.choose("training.learning_rate", 7);
  commands.choose("network.activation", "relu");
  assert.deepEqual(sent(), []);
  assert.deepEqual([store.get().playing, store.get().choices], [true, {}]);
  commands.takeOver();
  assert.deepEqual(sent(), [{ type: "drive" }]);
});

test("a play that is refused is not shown as playing", async (context) => {
  const { store, commands, server } = await shown(context);
  commands.play();
  assert.equal(store.get().playing, true);
  server.onMessage(refuses({ id: 1, detail: "a run that has finished cannot play" }));
  assert.equal(store.get().playing, false);
  assert.equal(store.get().notice?.text, "A run that has finished cannot play");
});

test("what was done but not saved is told, and said again after a loss", async (context) => {
  const { store, commands, server, sent, lose } = await shown(context);
  commands.play();
  server.onMessage(refuses({ code: "not_kept", id: 1 }));
  assert.equal(store.get().playing, true);
  assert.ok(/could not save it/.test(store.get().notice?.text ?? ""));
  lose();
  server.onMessage(says({}));
  assert.deepEqual(
    sent().map(({ type }) => type),
    ["play"],
  );
});

test("a reset while it plays is followed by play", async (context) => {
  const { commands, sent } = await shown(context, { state: "running" });
  commands.restart({ redraw: true, stop: false });
  assert.deepEqual(
    sent().map(({ type }) => type),
    ["reset", "play"],
  );
});

test("problems of calls are told in plain words", () => {
  assert.equal(
    failure(new Problem(503, "all runs are in use", [])),
    "The server cannot do this now: all runs are in use",
  );
  assert.equal(failure(new TypeError("Failed to fetch")), "The server does not answer.");
});
