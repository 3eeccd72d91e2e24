import { strict as assert } from "node:assert";
import { test } from "node:test";
import { createOrders } from "../../static/js/orders.js";

/** @import { RunCommand } from "../../static/js/types.js" */

const play = /** @type {RunCommand} */ ({ type: "play", iterations_per_second: 10 });
const pause = /** @type {RunCommand} */ ({ type: "pause" });
const advance = /** @type {RunCommand} */ ({ type: "advance", iterations: 1 });

/** @param {RunCommand[]} commands */
function given(...commands) {
  /** @type {(number | null | undefined)[]} */
  const ids = [];
  const orders = createOrders(({ id }) => ids.push(id));
  for (const command of commands) orders.give(command);
  return { orders, ids };
}

test("every command has a number of its own", () => {
  assert.deepEqual(given(play, advance, pause).ids, [1, 2, 3]);
});

test("the last play or pause is the wish, until it is confirmed", () => {
  const { orders } = given(play, pause);
  assert.deepEqual(orders.wish(), pause);
  orders.confirm([1]);
  assert.deepEqual(orders.wish(), pause);
  orders.confirm([2]);
  assert.equal(orders.wish(), null);
});

test("what came before a confirmed command is confirmed too", () => {
  const { orders } = given(advance, play, advance);
  orders.confirm([2]);
  assert.equal(orders.wish(), null);
  assert.deepEqual(orders.lose(), ["advance"]);
});

test("no answers confirm nothing", () => {
  const { orders } = given(play);
  orders.confirm([]);
  assert.deepEqual(orders.wish(), play);
});

test("a lost connection leaves the wish, and tells what else is uncertain once", () => {
  const { orders } = given(pause, advance);
  assert.deepEqual(orders.lose(), ["advance"]);
  assert.deepEqual(orders.lose(), []);
  assert.deepEqual(orders.wish(), pause);
});

test("a refused command is named, and no wish any more", () => {
  const { orders } = given(play);
  assert.equal(orders.refuse(null), null);
  assert.equal(orders.refuse(7), null);
  assert.deepEqual(orders.refuse(1), play);
  assert.equal(orders.wish(), null);
});
