import { decodeFrame } from "./frame.js";

/** @import { Frame } from "./types.js" */
/** @import { ClientMessage, ServerMessage } from "./wire.js" */

const FIRST_WAIT = 250;
const LONGEST_WAIT = 4000;
/** Close codes after which trying again is in vain. */
const GONE = 4404;
const FULL = 4429;

/**
 * @typedef {object} Handlers
 * @property {(message: ServerMessage) => void} onMessage
 * @property {(frame: Frame) => void} onFrame
 * @property {(connected: boolean) => void} onConnection
 * @property {(why: "gone" | "full", detail: string) => void} onEnd the server will not serve this run
 */

/**
 * One run's socket, which comes back by itself when it is lost.
 * @param {string} url
 * @param {Handlers} handlers
 */
export function openStream(url, handlers) {
  /** @type {WebSocket} */
  let socket;
  let closed = false;
  let wait = FIRST_WAIT;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** The newest frame of this connection: frames of an earlier one cannot be acknowledged here. @type {Frame | null} */
  let newest = null;

  function connect() {
    newest = null;
    socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => !closed && handlers.onConnection(true);
    socket.onmessage = receive;
    socket.onclose = lost;
  }

  /** @param {MessageEvent<string | ArrayBuffer>} event */
  function receive({ data }) {
    if (closed) return;
    if (typeof data === "string") {
      wait = FIRST_WAIT;
      handlers.onMessage(JSON.parse(data));
      return;
    }
    newest = decodeFrame(data);
    handlers.onFrame(newest);
  }

  /** @param {CloseEvent} event */
  function lost({ code, reason }) {
    if (closed) return;
    newest = null;
    if (code === GONE || code === FULL) {
      closed = true;
      handlers.onEnd(code === GONE ? "gone" : "full", reason);
      return;
    }
    handlers.onConnection(false);
    timer = setTimeout(connect, wait);
    wait = Math.min(LONGEST_WAIT, 2 * wait);
  }

  connect();
  return {
    /** A command for a lost connection is dropped: the state it aimed at is unknown. @param {ClientMessage} command */
    send(command) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command));
    },
    /** Tell the server that a frame, and all before it, is painted. @param {Frame} frame */
    acknowledge(frame) {
      if (frame === newest) this.send({ type: "ack", frame: frame.snapshot.frame });
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket.close(1000);
    },
  };
}
