import { strict as assert } from "node:assert";
import { test } from "node:test";
import { withValue } from "../../static/js/configuration.js";
import { initialState, reduce } from "../../static/js/reducer.js";
import { catalog } from "./catalog.js";

/** @import { Action, Frame } from "../../static/js/types.js" */
/** @import { RunSummary } from "../../static/js/wire.js" */

/** @param {Action[]} actions */
const after = (...actions) =>
  actions.reduce(
    reduce,
    reduce(initialState({ theme: "system", railCollapsed: false }), { type: "catalog", catalog }),
  );

/** @type {RunSummary} */
const summary = {
  id: "a",
  state: "ready",
  iteration: 0,
  epoch: 0,
  cost: 0.69,
  test_cost: null,
  train_accuracy: 0.5,
  test_accuracy: null,
  train_r2: null,
  test_r2: null,
  reason: null,
  parameter_count: 17,
  configuration: catalog.defaults,
};
const data = {
  X: [[], []],
  Y: [[]],
  label: [],
  class_names: ["0", "1"],
  train: [],
  bounds: /** @type {[number, number, number, number]} */ ([0, 1, 0, 1]),
};
/** @type {Action} */
const adopted = { type: "adopted", summary, data, drives: true, keepChoices: false };

/** @param {import("../../static/js/wire.js").RunState} state @param {import("../../static/js/wire.js").Configuration} configuration */
const stateMessage = (state, configuration) => ({
  type: /** @type {const} */ ("state"),
  run: "a",
  state,
  iteration: 0,
  reason: null,
  configuration,
  drives: true,
  answers: [],
  changes: [],
});

/** @param {number} width @param {number[]} costs @returns {Frame} */
const frame = (width, costs) => ({
  snapshot: /** @type {any} */ ({ iteration: 0 }),
  surface: null,
  hidden: { shape: [width, 1, 1], values: new Uint8Array(width), low: 0, high: 1 },
  activity: null,
  histograms: null,
  hiddenSpace: null,
  gradients: null,
  trace: null,
  next: null,
  accuracies: null,
  costs: Float64Array.from(costs),
  parameters: null,
});

test("the catalog brings the first choices", () => {
  assert.equal(after().configuration?.network.hidden_width, 4);
});

test("a data source brings its own samples and noise", () => {
  const state = after({ type: "chosen", path: "data.source", value: "circles" });
  assert.deepEqual(state.configuration?.data, {
    ...catalog.defaults.data,
    source: "circles",
    samples: 200,
    noise: 0.1,
    seed: 0,
  });
});

test("a scheme brings its scale", () => {
  const zeros = after({ type: "chosen", path: "network.init.scheme", value: "zeros" });
  assert.deepEqual(zeros.choices, { "network.init.scheme": "zeros" });
  const normal = reduce(zeros, { type: "chosen", path: "network.init.scheme", value: "small_normal" });
  assert.equal(normal.configuration?.network.init.scale, 0.01);
});

test("choices are not changed in place", () => {
  after({ type: "chosen", path: "network.hidden_width", value: 9 });
  assert.equal(catalog.defaults.network.hidden_width, 4);
});

test("a refused choice says why and falls back to the run's", () => {
  const state = after(
    adopted,
    { type: "chosen", path: "network.hidden_width", value: 999 },
    { type: "refused", errors: [{ field: "network.hidden_width", value: 999, rule: "must be at most 256" }] },
  );
  assert.equal(state.errors["network.hidden_width"], "999: must be at most 256");
  assert.equal(state.configuration?.network.hidden_width, 4);
  const mended = reduce(state, { type: "chosen", path: "network.hidden_width", value: 5 });
  assert.deepEqual(mended.errors, {});
});

test("after a refusal only the choices that hold are kept", () => {
  const state = after(
    adopted,
    { type: "chosen", path: "training.learning_rate", value: 1.2 },
    { type: "chosen", path: "network.output", value: "linear" },
    { type: "refused", errors: [{ field: "network.output", value: "linear", rule: "no" }] },
  );
  assert.deepEqual(state.choices, { "training.learning_rate": 1.2 });
  assert.equal(state.errors["network.output"], "linear: no");
  assert.deepEqual(reduce(state, { type: "chosen", path: "data.source", value: "blobs" }).errors, {});
});

test("what the server changed by itself becomes a choice", () => {
  const configuration = withValue(catalog.defaults, "network.init.seed", 3);
  const state = after(adopted, {
    type: "run-state",
    message: stateMessage("ready", configuration),
    playing: false,
  });
  assert.deepEqual(state.choices, { "network.init.seed": 3 });
});

test("a finished run stops playing and says why", () => {
  const message = { ...stateMessage("finished", catalog.defaults), reason: "Iteration 9 was the last." };
  const state = after(
    adopted,
    { type: "playing", playing: true },
    { type: "run-state", message, playing: true },
  );
  assert.deepEqual([state.playing, state.reason], [false, "Iteration 9 was the last."]);
  const raised = { ...message, ...stateMessage("running", catalog.defaults) };
  assert.equal(reduce(state, { type: "run-state", message: raised, playing: true }).playing, true);
});

test("a late answer does not overwrite newer choices", () => {
  const chosen = /** @type {Action} */ ({ type: "chosen", path: "network.hidden_width", value: 7 });
  assert.equal(after(chosen, { ...adopted, keepChoices: true }).configuration?.network.hidden_width, 7);
  const echoed = after(
    chosen,
    { type: "busy", busy: true },
    {
      type: "run-state",
      message: stateMessage("running", catalog.defaults),
      playing: true,
    },
  );
  assert.equal(echoed.configuration?.network.hidden_width, 7);
});

test("the end of a run that is being replaced does not end the wish to play", () => {
  const message = stateMessage("diverged", catalog.defaults);
  const ended = { type: /** @type {const} */ ("run-state"), message, playing: true };
  const wish = { type: /** @type {const} */ ("playing"), playing: true };
  assert.equal(after(adopted, wish, { type: "busy", busy: true }, ended).playing, true);
  assert.equal(after(adopted, wish, ended).playing, false);
});

test("divergence ends playing, and says why", () => {
  const state = after(
    adopted,
    { type: "playing", playing: true },
    {
      type: "run-state",
      message: { ...stateMessage("diverged", catalog.defaults), reason: "Cost rose." },
      playing: true,
    },
  );
  assert.deepEqual([state.playing, state.runState, state.reason], [false, "diverged", "Cost rose."]);
});

test("the wish to play outlives a new run, and what the server says of playing is shown", () => {
  const state = after({ type: "playing", playing: true }, adopted);
  assert.equal(state.playing, true);
  /** @param {boolean} playing @returns {Action} */
  const said = (playing) => ({
    type: "run-state",
    message: stateMessage("paused", catalog.defaults),
    playing,
  });
  assert.equal(after(adopted, said(true)).playing, true);
  assert.equal(after({ type: "playing", playing: true }, adopted, said(false)).playing, false);
});

test("frames add their costs; a new run starts a new history", () => {
  const state = after(adopted, { type: "frame", frame: frame(4, [0, 0.7, 0, 1, 0.6, 0]), whole: false });
  assert.equal(state.history.length, 2);
  assert.equal(reduce(state, adopted).history.length, 0);
});

test("the first costs of a connection are the whole history: what went beyond the server's last save goes", () => {
  /** @param {number[]} iterations @param {boolean} whole @returns {Action} */
  const costs = (iterations, whole) => ({
    type: "frame",
    frame: frame(
      4,
      iterations.flatMap((iteration) => [iteration, 1 / (iteration + 1), Number.NaN]),
    ),
    whole,
  });
  const before = after(adopted, costs([0, 1, 2, 3, 4, 5], true));
  const back = reduce(before, costs([1, 3], true));
  assert.deepEqual([...back.history.iteration.subarray(0, back.history.length)], [1, 3]);
  const on = reduce(back, costs([4, 5], false));
  assert.deepEqual([...on.history.iteration.subarray(0, on.history.length)], [1, 3, 4, 5]);
});

test("whoever watches does not know the speed, and still not right after taking over", () => {
  /** @param {boolean} drives @returns {Action} */
  const said = (drives) => ({
    type: "run-state",
    message: { ...stateMessage("running", catalog.defaults), drives },
    playing: true,
  });
  const watching = after(adopted, { type: "speed", speed: 10 }, said(false));
  assert.deepEqual([watching.drives, watching.speed], [false, null]);
  const driving = reduce(watching, said(true));
  assert.deepEqual([driving.drives, driving.speed], [true, null]);
  assert.equal(after(adopted, { type: "speed", speed: 10 }, said(true)).speed, 10);
});

test("a connection that stays lost is no new state", () => {
  const lost = after(adopted, { type: "connection", connection: "lost", full: null });
  assert.equal(reduce(lost, { type: "connection", connection: "lost", full: null }), lost);
});

test("a unit that a narrower network does not have is not selected", () => {
  const state = after(
    { type: "pinned", unit: 3 },
    { type: "hovered", unit: 1 },
    { type: "frame", frame: frame(2, []), whole: false },
  );
  assert.deepEqual([state.pinned, state.hovered], [null, 1]);
});

test("a pinned unit is let go by the second click", () => {
  assert.equal(after({ type: "pinned", unit: 1 }, { type: "pinned", unit: 1 }).pinned, null);
});

test("between two frames with histograms the last ones hold, for their run", () => {
  const histograms = /** @type {any} */ ({ shape: [1, 1] });
  const activity = { saturated: 0.5, dead: 0 };
  /** @param {string} run @param {object} more @returns {any} */
  const of = (run, more) => ({
    type: "frame",
    whole: false,
    frame: { ...frame(1, []), snapshot: /** @type {any} */ ({ run, iteration: 0 }), ...more },
  });
  const first = after(adopted, of("a", { histograms, activity }));
  const next = reduce(first, of("a", {}));
  assert.deepEqual([next.frame?.histograms, next.frame?.activity], [histograms, activity]);
  assert.equal(reduce(next, of("b", {})).frame?.histograms, null);
});
