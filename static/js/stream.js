import { createBackoff } from "./backoff.js";
import { decodeFrames } from "./frame.js";

/** @import { Frame } from "./types.js" */
/** @import { ClientMessage, ServerMessage } from "./wire.js" */

/** Close codes: the run is no more; the server restarts or the run moves; another server has it; too many ask. */
const GONE = 4404;
const MOVES = [1012, 4409];
const FULL = 4429;
/** Milliseconds until the next attempt after the server has said that too many ask. */
const CROWDED = 5000;
/** Milliseconds in which a server that is asked something says something. */
const PATIENCE = 10_000;

/**
 * @typedef {object} Handlers
 * @property {(message: ServerMessage) => void} onMessage the first of every connection is a state
 * @property {(frames: Frame[], whole: boolean) => void} onFrame one of each run; with `whole`, their costs are the whole history
 * @property {(full: string | null) => void} onLost after every attempt that failed; `full` says that too many ask
 * @property {(detail: string) => void} onGone the run is no more
 */

/**
 * The socket of a run or a group, which comes back by itself when it is lost.
 * @param {string} url
 * @param {Handlers} handlers
 */
export function openStream(url, handlers) {
  const backoff = createBackoff();
  /** @type {WebSocket | null} */
  let socket = null;
  let closed = false;
  /** The server has spoken on this connection. */
  let served = false;
  /** Until the next attempt, or until the server's silence counts as a loss. @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** The newest frames of this connection: those of an earlier one cannot be acknowledged here. @type {Frame[]} */
  let newest = [];
  /** This connection has brought the history. */
  let complete = false;

  function connect() {
    newest = [];
    served = complete = false;
    socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.onmessage = receive;
    socket.onclose = ({ code, reason }) => lost(code, reason);
    expectWord();
  }

  function expectWord() {
    clearTimeout(timer);
    timer = setTimeout(() => lost(0, ""), PATIENCE);
  }

  /** @param {MessageEvent<string | ArrayBuffer>} event */
  function receive({ data }) {
    clearTimeout(timer);
    served = true;
    backoff.reset();
    if (typeof data === "string") {
      handlers.onMessage(JSON.parse(data));
      return;
    }
    newest = decodeFrames(data);
    const whole = !complete && newest[0].costs !== null;
    complete ||= whole;
    handlers.onFrame(newest, whole);
  }

  /** @param {number} code @param {string} reason */
  function lost(code, reason) {
    const moves = served && MOVES.includes(code);
    letGo();
    if (code === GONE) {
      closed = true;
      handlers.onGone(reason);
      return;
    }
    const full = code === FULL;
    timer = setTimeout(connect, full ? CROWDED : moves ? 0 : backoff.next());
    handlers.onLost(full ? reason : null);
  }

  function letGo() {
    clearTimeout(timer);
    newest = [];
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  }

  connect();
  return {
    /** What is sent while there is no connection is dropped. @param {ClientMessage} message */
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    /** Tell the server that a frame, and all before it, is painted. @param {Frame} frame */
    acknowledge(frame) {
      if (newest.includes(frame)) this.send({ type: "ack", frame: frame.snapshot.frame });
    },
    /**
     * Something may have changed with the network: try now rather than later, or find out whether a connection that
     * looks alive still is. The caller asks the server something afterwards.
     */
    hurry() {
      if (closed) return;
      if (!socket) {
        clearTimeout(timer);
        connect();
      } else if (socket.readyState === WebSocket.OPEN) {
        expectWord();
      }
    },
    close() {
      closed = true;
      letGo();
    },
  };
}
