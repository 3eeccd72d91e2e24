import { strict as assert } from "node:assert";
import { test } from "node:test";
import { choicesOf } from "../../static/js/own-data.js";
import { NOTHING } from "../../static/js/own-points.js";
import {
  afterAdoption,
  afterSource,
  changeOwn,
  initialOwn,
  isBlank,
  isDraft,
} from "../../static/js/own-state.js";
import { catalog } from "./catalog.js";

/** @import { Own, OwnData, OwnPoint } from "../../static/js/types.js" */

/** @param {...OwnPoint} points @returns {OwnData} */
const data = (...points) => ({ ...NOTHING, points });
const one = data([0, 0, 0]);
const two = data([0, 0, 0], [1, 1, 1]);
const three = data([0, 0, 0], [1, 1, 1], [2, 2, 2]);
const empty = initialOwn({});

/** @param {Own} own @param {OwnData} made @param {boolean} [step] */
const put = (own, made, step = true) => changeOwn(own, { do: "put", data: made, step });

/** @param {OwnData | null} own @param {string} [source] */
const configurationOf = (own, source = "custom") => ({
  ...catalog.defaults,
  data: { ...catalog.defaults.data, source, points: own?.points ?? null, labels: null, view: null },
});

test("each step can be taken back and made again; a stroke is one", () => {
  const drawn = put(put(put(empty, one), two, false), three);
  assert.equal(drawn.now, three);
  const back = changeOwn(drawn, { do: "undo" });
  assert.equal(back.now, two);
  const start = changeOwn(back, { do: "undo" });
  assert.equal(start.now, NOTHING);
  assert.equal(changeOwn(start, { do: "undo" }), start);
  assert.equal(changeOwn(changeOwn(start, { do: "redo" }), { do: "redo" }).now, three);
  assert.equal(put(back, one).future.length, 0);
});

test("a hundred steps are kept", () => {
  let own = empty;
  for (let k = 0; k < 150; k++) own = put(own, data([k, k, 0]));
  assert.equal(own.past.length, 100);
});

test("the class in hand goes with its points when they are numbered anew", () => {
  const third = changeOwn(empty, { do: "tool", tool: 2 });
  assert.equal(put(third, one).tool, 2);
  assert.equal(put(third, two).tool, 1);
  assert.equal(put({ ...third, tool: "erase" }, two).tool, "erase");
  assert.equal(put(third, { ...one, kind: "targets" }).tool, 0);
});

test("a run of the same points is theirs; another's points come in as a step", () => {
  const open = { ...put(empty, two), open: true };
  assert.equal(afterAdoption(open, configurationOf(two)).made, two);
  const newer = afterAdoption(open, configurationOf(three));
  assert.deepEqual([newer.now, newer.made?.points], [two, three.points]);
  const other = afterAdoption({ ...open, open: false }, configurationOf(three));
  assert.deepEqual([other.now.points, other.open], [three.points, true]);
  assert.equal(changeOwn(other, { do: "undo" }).now, two);
  assert.equal(afterAdoption(newer, configurationOf(null, "moons")).made, null);
});

test("any other source puts own data aside and keeps them", () => {
  const open = { ...put(empty, two), open: true, drawing: true };
  assert.equal(afterSource(open, "custom_regression"), open);
  const aside = afterSource(open, "moons");
  assert.deepEqual([aside.open, aside.drawing, aside.now], [false, false, two]);
});

test("without two classes there is no run to show, without a run of the points they are a draft", () => {
  const accepted = configurationOf(two);
  const open = { ...empty, open: true };
  assert.equal(isBlank({ own: empty, accepted }), false);
  assert.equal(isBlank({ own: { ...open, now: one }, accepted }), true);
  assert.equal(isBlank({ own: { ...open, now: two }, accepted: configurationOf(null, "moons") }), true);
  assert.equal(isBlank({ own: { ...open, now: three }, accepted }), false);
  assert.equal(isDraft({ own: { ...open, now: three, made: two }, accepted }), true);
  assert.equal(isDraft({ own: { ...open, now: two, made: two }, accepted }), false);
});

test("two classes get the chapter's output, an output that fits stays", () => {
  const before = configurationOf(two);
  /** @param {string} output */
  const chosen = (output) => ({ ...before, network: { ...before.network, output } });
  /** @param {ReturnType<typeof choicesOf>} choices */
  const output = (choices) => choices["network.output"];
  assert.equal(output(choicesOf(two, configurationOf(null, "moons"), null)), "sigmoid");
  assert.equal(output(choicesOf(two, chosen("linear"), two)), "linear");
  assert.equal(output(choicesOf(three, chosen("sigmoid"), two)), undefined);
  assert.equal(output(choicesOf(two, chosen("softmax"), three)), "sigmoid");
  const real = choicesOf({ ...two, kind: "targets" }, before, two);
  assert.deepEqual(
    [real["data.source"], real["data.labels"], output(real)],
    ["custom_regression", undefined, undefined],
  );
});
