import { strict as assert } from "node:assert";
import { test } from "node:test";
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
  reason: null,
  parameter_count: 17,
  configuration: catalog.defaults,
};
const data = {
  X: [[], []],
  Y: [[]],
  label: [],
  train: [],
  bounds: /** @type {[number, number, number, number]} */ ([0, 1, 0, 1]),
};
/** @type {Action} */
const adopted = { type: "adopted", summary, data, keepChoices: false };

/** @param {number} width @param {number[]} costs @returns {Frame} */
const frame = (width, costs) => ({
  snapshot: /** @type {any} */ ({ iteration: 0 }),
  surface: null,
  hidden: { shape: [width, 1, 1], values: new Uint8Array(width), low: 0, high: 1 },
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
  });
});

test("a scheme brings its scale, or leaves it out", () => {
  const zeros = after({ type: "chosen", path: "network.init.scheme", value: "zeros" });
  assert.equal(JSON.parse(JSON.stringify(zeros.configuration)).network.init.scale, undefined);
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

test("a late answer does not overwrite newer choices", () => {
  const chosen = /** @type {Action} */ ({ type: "chosen", path: "network.hidden_width", value: 7 });
  assert.equal(after(chosen, { ...adopted, keepChoices: true }).configuration?.network.hidden_width, 7);
  const echoed = after(
    chosen,
    { type: "busy", busy: true },
    {
      type: "run-state",
      message: {
        type: "state",
        state: "running",
        iteration: 1,
        reason: null,
        configuration: catalog.defaults,
      },
    },
  );
  assert.equal(echoed.configuration?.network.hidden_width, 7);
});

test("divergence ends playing, and says why", () => {
  const state = after(
    adopted,
    { type: "playing", playing: true },
    {
      type: "run-state",
      message: {
        type: "state",
        state: "diverged",
        iteration: 3,
        reason: "Cost rose.",
        configuration: catalog.defaults,
      },
    },
  );
  assert.deepEqual([state.playing, state.runState, state.reason], [false, "diverged", "Cost rose."]);
});

test("the wish to play outlives a new run and a pause of the server's", () => {
  const state = after({ type: "playing", playing: true }, adopted, {
    type: "run-state",
    message: { type: "state", state: "ready", iteration: 0, reason: null, configuration: catalog.defaults },
  });
  assert.equal(state.playing, true);
});

test("frames add their costs; a new run starts a new history", () => {
  const state = after(adopted, { type: "frame", frame: frame(4, [0, 0.7, 0, 1, 0.6, 0]) });
  assert.equal(state.history.length, 2);
  assert.equal(reduce(state, adopted).history.length, 0);
});

test("a unit that a narrower network does not have is not selected", () => {
  const state = after(
    { type: "pinned", unit: 3 },
    { type: "hovered", unit: 1 },
    { type: "frame", frame: frame(2, []) },
  );
  assert.deepEqual([state.pinned, state.hovered], [null, 1]);
});

test("a pinned unit is let go by the second click", () => {
  assert.equal(after({ type: "pinned", unit: 1 }, { type: "pinned", unit: 1 }).pinned, null);
});
