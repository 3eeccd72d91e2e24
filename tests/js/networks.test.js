import { strict as assert } from "node:assert";
import { test } from "node:test";
import { withValue } from "../../static/js/configuration.js";
import { append, emptyHistory } from "../../static/js/history.js";
import { catchingUp, leading, needsRun } from "../../static/js/networks.js";
import { initialState, reduce } from "../../static/js/reducer.js";
import { reachedOf } from "../../static/js/timeline.js";
import { catalog } from "./catalog.js";

/** @import { Action, Frame, Network, State } from "../../static/js/types.js" */
/** @import { RunState, StateMessage } from "../../static/js/wire.js" */

/** @param {Action[]} actions */
const after = (...actions) =>
  actions.reduce(
    reduce,
    reduce(initialState({ theme: "system", railCollapsed: false }), { type: "catalog", catalog }),
  );

/** @param {object[]} choices @returns {Action} */
const networks = (...choices) => ({ type: "networks", choices: /** @type {any} */ (choices) });
const [relu, sigmoid] = [{ "network.activation": "relu" }, { "network.activation": "sigmoid" }];

/** @param {number} iteration @returns {Frame} */
const frame = (iteration) =>
  /** @type {any} */ ({ snapshot: { iteration }, hidden: null, costs: Float64Array.of(iteration, 1, 1) });

/** @param {number} network @param {Action} action @returns {Action} */
const within = (network, action) => ({ type: "network", network, action });

/** @param {number} network @param {string} run @returns {Action} */
function adopted(network, run) {
  const summary = /** @type {any} */ ({ id: run, state: "ready", configuration: catalog.defaults });
  return within(network, {
    type: "adopted",
    summary,
    data: /** @type {any} */ ({}),
    drives: true,
    keepChoices: true,
  });
}

/** @param {string} run @param {RunState} state @param {number} [iteration] @returns {StateMessage} */
const says = (run, state, iteration = 0) => ({
  type: "state",
  run,
  state,
  iteration,
  reason: null,
  configuration: catalog.defaults,
  drives: true,
  answers: [],
  changes: [],
});

/** @param {State} state */
const activations = (state) => state.networks.map(({ configuration }) => configuration?.network.activation);

test("more networks begin without a run, the first keeps what it has", () => {
  const one = after({ type: "frame", frame: frame(7), whole: true });
  const three = reduce(one, networks(one.choices, relu, sigmoid));
  assert.deepEqual(activations(three), ["tanh", "relu", "sigmoid"]);
  assert.deepEqual(
    three.networks.map((network) => network.frame?.snapshot.iteration),
    [7, undefined, undefined],
  );
  const back = reduce(three, networks(three.networks[0].choices));
  assert.deepEqual([back.networks, back.focus, back.frame], [[], null, one.frame]);
});

test("what is picked is what the rail shows, and what a choice changes", () => {
  const two = after(networks({}, relu), { type: "focus", network: 1 });
  assert.equal(two.configuration?.network.activation, "relu");
  const chosen = reduce(two, { type: "chosen", path: "network.hidden_width", value: 9 });
  assert.deepEqual(
    chosen.networks.map(({ configuration }) => configuration?.network.hidden_width),
    [4, 9],
  );
  assert.equal(chosen.configuration?.network.hidden_width, 9);
  const all = reduce(chosen, { type: "focus", network: null });
  assert.equal(all.configuration, all.networks[0].configuration);
});

test("an error stays with the network that it is about", () => {
  const refused = within(1, {
    type: "refused",
    errors: [{ field: "network.hidden_width", value: 0, rule: "no" }],
  });
  const two = after(networks({}, relu), refused);
  assert.deepEqual(two.errors, {});
  assert.deepEqual(reduce(two, { type: "focus", network: 1 }).errors, { "network.hidden_width": "0: no" });
});

test("frames of one network leave the others as they are", () => {
  const two = after(networks({}, relu));
  const next = reduce(two, within(1, { type: "frame", frame: frame(3), whole: true }));
  assert.equal(next.networks[0], two.networks[0]);
  assert.equal(next.networks[1].history.length, 1);
  assert.equal(next.frame, null);
});

test("one that has diverged does not end the wish to play, all do", () => {
  const started = [networks({}, relu), adopted(0, "a"), adopted(1, "b")];
  const wish = /** @type {Action} */ ({ type: "playing", playing: true });
  /** @param {number} k @param {string} run @returns {Action} */
  const diverges = (k, run) =>
    within(k, { type: "run-state", message: says(run, "diverged"), playing: true });
  const one = after(...started, wish, diverges(0, "a"));
  assert.deepEqual([one.playing, one.networks[0].runState], [true, "diverged"]);
  assert.equal(reduce(one, diverges(1, "b")).playing, false);
});

/** @param {number} at @param {number} reached @param {RunState} runState @param {string} [activation] @returns {Network} */
function network(at, reached, runState, activation = "tanh") {
  const changes = [{ iteration: 5, field: "training.l2", before: 0, after: activation === "tanh" ? 1 : 2 }];
  return /** @type {any} */ ({
    frame: frame(at),
    history: append(emptyHistory(), Float64Array.of(0, 1, 1, reached, 1, 1)),
    runState,
    changes,
    configuration: catalog.defaults,
  });
}

/** @param {Network[]} several @returns {State} */
const of = (...several) => ({ ...after(), networks: several });

test("the furthest of those that can go on leads; all can go back to what they have reached", () => {
  const state = of(network(10, 30, "diverged"), network(12, 20, "paused"), network(14, 25, "paused", "relu"));
  assert.equal(leading(state).frame, state.networks[2].frame);
  assert.equal(reachedOf(state), 20);
  const over = of(network(10, 10, "diverged"), network(12, 12, "finished"));
  assert.deepEqual([leading(over).frame, reachedOf(over)], [over.networks[1].frame, 12]);
});

test("changes are told once, with letters where not all networks have them", () => {
  const state = of(network(9, 9, "paused"), network(9, 9, "paused"), network(9, 9, "paused", "relu"));
  assert.deepEqual(
    leading(state).changes.map(({ after: value, letters }) => [value, letters]),
    [
      [1, ["A", "B"]],
      [2, ["C"]],
    ],
  );
  assert.equal(leading(of(network(9, 9, "paused"), network(9, 9, "paused"))).changes[0].letters, undefined);
});

test("a network needs a run for choices that do not act live, and for any once it has diverged", () => {
  const run = { id: "a", parameterCount: 17 };
  const accepted = catalog.defaults;
  const known = /** @type {any} */ ({ run, runState: "paused", accepted, configuration: accepted });
  assert.equal(needsRun(known, catalog), false);
  assert.equal(needsRun({ ...known, run: null }, catalog), true);
  const faster = withValue(accepted, "training.learning_rate", 3);
  assert.equal(needsRun({ ...known, configuration: faster }, catalog), false);
  assert.equal(needsRun({ ...known, configuration: faster, runState: "diverged" }, catalog), true);
  assert.equal(
    needsRun({ ...known, configuration: withValue(accepted, "network.init.seed", 3) }, catalog),
    true,
  );
});

test("runs that lag are brought to where the others stand, those that have ended stay", () => {
  const states = [says("a", "paused", 480), says("b", "ready", 0), says("c", "diverged", 7)];
  assert.deepEqual(catchingUp(states, 1000), [{ type: "advance", iterations: 480, run: "b" }]);
  assert.deepEqual(catchingUp(states, 100), [{ type: "advance", iterations: 100, run: "b" }]);
  assert.deepEqual(catchingUp([says("a", "diverged", 7)], 100), []);
});
