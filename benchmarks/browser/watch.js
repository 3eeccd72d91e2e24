// Runs before the page does: notes when each frame is painted and how long the page's own code worked for it.
(() => {
  /** For each frame: milliseconds since the navigation began, and those spent on it. */
  window.painted = [];
  let work = 0;
  const timed = (callback) =>
    function (...values) {
      const begun = performance.now();
      try {
        return callback.apply(this, values);
      } finally {
        work += performance.now() - begun;
      }
    };

  // Decoding is in the socket's handler, drawing in the animation frame; the acknowledgement follows both.
  const { requestAnimationFrame } = window;
  window.requestAnimationFrame = (callback) => requestAnimationFrame(timed(callback));
  const handler = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", {
    ...handler,
    set(callback) {
      handler.set.call(this, callback && timed(callback));
    },
  });
  const { send } = WebSocket.prototype;
  let open = null;
  WebSocket.prototype.send = function (data) {
    if (JSON.parse(data).type === "ack" && !open) {
      open = { at: performance.now(), work: 0 };
      window.painted.push(open);
      const frame = open;
      // After the callback has come to its end: a chart may be drawn behind the acknowledgement.
      queueMicrotask(() => {
        frame.work = work;
        work = 0;
        open = null;
      });
    }
    return send.call(this, data);
  };
})();
