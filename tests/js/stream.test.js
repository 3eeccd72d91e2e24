import { strict as assert } from "node:assert";
import { test } from "node:test";
import { openStream } from "../../static/js/stream.js";
import { encode } from "./encode.js";

/** @typedef {{ onmessage: ((event: object) => void) | null, onclose: ((event: object) => void) | null }} Ends */

/** Every socket that was made, as a server would see them. */
class FakeSocket {
  static OPEN = 1;
  /** @type {FakeSocket[]} */
  static made = [];
  readyState = 0;
  /** @type {string[]} */
  sent = [];
  /** @type {Ends["onmessage"]} */
  onmessage = null;
  /** @type {Ends["onclose"]} */
  onclose = null;

  constructor() {
    FakeSocket.made.push(this);
  }
  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  /** @param {string | ArrayBuffer} data */
  says(data) {
    this.readyState = FakeSocket.OPEN;
    this.onmessage?.({ data });
  }
  /** @param {number} code */
  closes(code, reason = "") {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}
/** @type {any} */ (globalThis).WebSocket = FakeSocket;

const STATE = JSON.stringify({ type: "state" });

/** @param {number} number @param {boolean} [costs] */
function frame(number, costs = true) {
  const rows = { dtype: "F64", shape: [0, 3], bytes: new Uint8Array(0) };
  /** @type {Record<string, typeof rows>} */
  const tensors = costs ? { costs: rows } : {};
  return encode(tensors, { snapshot: JSON.stringify({ frame: number }) });
}

/** A stream whose clock stands, and what it has told. @param {import("node:test").Context} context */
function opened(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  FakeSocket.made = [];
  /** @type {string[]} */
  const told = [];
  /** @type {import("../../static/js/types.js").Frame[]} */
  const frames = [];
  const stream = openStream("ws://here", {
    onMessage: ({ type }) => told.push(type),
    onFrame(received, whole) {
      frames.push(...received);
      told.push(whole ? "history" : "frame");
    },
    onLost: (full) => told.push(full === null ? "lost" : `full: ${full}`),
    onGone: (detail) => told.push(`gone: ${detail}`),
  });
  const last = () => FakeSocket.made[FakeSocket.made.length - 1];
  /** @param {number} milliseconds */
  const tick = (milliseconds) => context.mock.timers.tick(milliseconds);
  return { stream, told, frames, last, tick, count: () => FakeSocket.made.length };
}

test("a lost connection is tried again within 200 ms, and later at least once a second", (context) => {
  const { told, last, tick, count } = opened(context);
  last().says(STATE);
  last().closes(1006);
  assert.deepEqual(told, ["state", "lost"]);
  tick(99);
  assert.equal(count(), 1);
  tick(101);
  assert.equal(count(), 2);
  for (let attempt = 3; attempt < 10; attempt++) {
    last().closes(1006);
    tick(1000);
    assert.equal(count(), attempt);
  }
});

for (const code of [1012, 4409])
  test(`after close code ${code} the run is looked for at once, but not round and round`, (context) => {
    const { last, tick, count } = opened(context);
    last().says(STATE);
    last().closes(code);
    tick(0);
    assert.equal(count(), 2);
    last().closes(code);
    tick(0);
    assert.equal(count(), 2);
    tick(200);
    assert.equal(count(), 3);
  });

test("a run that is gone is not asked for again", (context) => {
  const { told, last, tick, count } = opened(context);
  last().closes(4404, "no such run");
  tick(100_000);
  assert.deepEqual([told, count()], [["gone: no such run"], 1]);
});

test("where too many ask, the next attempt waits", (context) => {
  const { told, last, tick, count } = opened(context);
  last().closes(4429, "so many");
  tick(4999);
  assert.deepEqual([told, count()], [["full: so many"], 1]);
  tick(1);
  assert.equal(count(), 2);
});

test("a hurry ends the wait, once", (context) => {
  const { stream, last, tick, count } = opened(context);
  last().closes(1006);
  stream.hurry();
  stream.hurry();
  assert.equal(count(), 2);
  tick(1000);
  assert.equal(count(), 2);
});

test("a connection that stays silent is given up: at its beginning, and after a hurry", (context) => {
  const { stream, told, last, tick, count } = opened(context);
  tick(10_000);
  assert.deepEqual(told, ["lost"]);
  tick(200);
  assert.equal(count(), 2);
  last().says(STATE);
  tick(100_000);
  assert.equal(count(), 2);
  stream.hurry();
  last().says(STATE);
  tick(100_000);
  assert.equal(count(), 2);
  stream.hurry();
  tick(10_000);
  tick(200);
  assert.equal(count(), 3);
});

test("the first costs of every connection are its history", (context) => {
  const { told, last, tick } = opened(context);
  last().says(STATE);
  for (const costs of [false, true, true]) last().says(frame(1, costs));
  last().closes(1006);
  tick(200);
  last().says(frame(1));
  assert.deepEqual(told, ["state", "frame", "history", "frame", "lost", "history"]);
});

test("only the newest frame of this connection is acknowledged", (context) => {
  const { stream, frames, last, tick } = opened(context);
  last().says(frame(1));
  last().says(frame(2));
  for (const received of frames) stream.acknowledge(received);
  assert.deepEqual(last().sent, ['{"type":"ack","frame":2}']);
  last().closes(1006);
  tick(200);
  last().says(STATE);
  stream.acknowledge(frames[1]);
  assert.deepEqual(last().sent, []);
});

test("a closed stream is silent and stays closed", (context) => {
  const { stream, told, last, tick, count } = opened(context);
  stream.close();
  last().says(STATE);
  last().closes(1006);
  stream.hurry();
  tick(100_000);
  assert.deepEqual([told, count()], [[], 1]);
});
