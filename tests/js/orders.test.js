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

/** @param {number} iteration @returns {RunCommand} */
const seek = (iteration) => ({ type: "seek", iteration });

/** Orders, and what they have sent since the last look. */
function watched() {
  /** @type {unknown[]} */
  let sent = [];
  const orders = createOrders((command) =>
    sent.push(command.type === "seek" ? command.iteration : command.type),
  );
  return {
    orders,
    sent() {
      const seen = sent;
      sent = [];
      return seen;
    },
  };
}

test("of the seeks that come while one is under way only the newest is sent", () => {
  const { orders, sent } = watched();
  for (const iteration of [5, 6, 7, 8]) orders.seek([seek(iteration)]);
  assert.deepEqual(sent(), [5]);
  orders.confirm([]);
  assert.deepEqual(sent(), []);
  orders.confirm([1]);
  assert.deepEqual(sent(), [8]);
  orders.confirm([2]);
  assert.deepEqual(sent(), []);
});

test("a refused or unsaved seek does not hold up the next one", () => {
  const { orders, sent } = watched();
  orders.seek([seek(5)]);
  orders.seek([seek(6)]);
  orders.refuse(1);
  assert.deepEqual(sent(), [5, 6]);
  orders.seek([seek(7)]);
  orders.obeyed(2);
  assert.deepEqual(sent(), [7]);
});

test("another command waits for no seek, and comes after all that were asked for", () => {
  const { orders, sent } = watched();
  orders.seek([seek(5)]);
  orders.seek([seek(9)]);
  orders.give(advance);
  assert.deepEqual(sent(), [5, 9, "advance"]);
});

test("a lost connection leaves no seek behind", () => {
  const { orders, sent } = watched();
  orders.seek([seek(5)]);
  orders.seek([seek(9)]);
  assert.deepEqual(orders.lose(), ["seek"]);
  sent();
  orders.confirm([]);
  assert.deepEqual(sent(), []);
});
