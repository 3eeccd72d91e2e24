import { takesPoints } from "../own-state.js";
import { loadPlotly } from "../plotly.js";
import * as text from "../text.js";
import { solidFigure } from "./surface-solid-figure.js";

/** @import { State } from "../types.js" */
/** @import { Look } from "../look.js" */

/** Where one looks from at first: from the front right, a little above. */
const START = { turn: -0.9, tilt: 0.5 };
const DISTANCE = 2.1;
/** How far an arrow key turns it (radians), and how steep it gets. */
const STEP = Math.PI / 18;
const STEEPEST = 1.5;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * The surface in three dimensions, over the plane's picture. Plotly, and a place on the graphics card, are asked for
 * when it is wanted first; the place is given back when it is not wanted any more.
 * @param {HTMLElement} host
 * @param {HTMLElement} plot has the focus, and the arrow keys
 * @param {Look} look
 * @param {string} plotlyUrl
 * @param {() => void} onReady there is something to draw
 */
export function createSolid(host, plot, look, plotlyUrl, onReady) {
  /** @type {any} */
  let plotly = null;
  let asked = false;
  let alive = false;
  /** @type {State | null} */
  let newest = null;
  /** @type {unknown[]} */
  let drawn = [];
  let size = { width: 0, height: 0 };
  let { turn, tilt } = START;

  const measure = () => {
    size = { width: plot.clientWidth, height: plot.clientHeight };
  };
  /** What the picture depends on. @param {State} state */
  const inputs = (state) => [state.frame, state.data, state.look, state.playing, size.width];

  async function load() {
    asked = true;
    try {
      plotly = await loadPlotly(plotlyUrl);
      onReady();
    } catch {
      host.textContent = text.chartMissing;
    }
  }

  function leave() {
    if (plotly) plotly.purge(host);
    alive = asked = false;
    drawn = [];
    host.textContent = "";
  }

  /** @param {KeyboardEvent} event */
  function rotate(event) {
    const arrow = ARROWS[event.key];
    if (!alive || !arrow || event.target !== plot || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { x, y, z } = /** @type {any} */ (host).layout.scene.camera.eye; // the hand may have turned it
    const far = Math.hypot(x, y, z);
    turn = Math.atan2(y, x) + STEP * arrow[0];
    tilt = Math.max(-STEEPEST, Math.min(STEEPEST, Math.asin(z / far) + STEP * arrow[1]));
    plotly.relayout(host, { "scene.camera": camera(turn, tilt, far) });
  }
  plot.addEventListener("keydown", rotate, { capture: true });

  return {
    /** @param {State} state */
    update(state) {
      const wanted = state.shows.solid && state.frame?.surface?.shape[0] !== 1 && !takesPoints(state);
      newest = wanted ? state : null;
      if (host.hidden === wanted) host.hidden = !wanted;
      if (!wanted && (alive || asked)) leave();
      if (!wanted || asked) return;
      measure();
      if (canDraw()) load();
      else {
        asked = true;
        host.textContent = text.noWebGl;
      }
    },
    stale: () =>
      plotly !== null &&
      newest !== null &&
      size.width > 0 &&
      inputs(newest).some((value, k) => value !== drawn[k]),
    async draw() {
      if (!plotly || !newest) return;
      drawn = inputs(newest);
      const eye = /** @type {any} */ (host).layout?.scene?.camera ?? camera(turn, tilt, DISTANCE);
      const figure = solidFigure(newest, look, size, eye);
      if (!figure) return;
      if (!alive) host.textContent = "";
      await plotly.react(host, figure.traces, figure.layout, { displayModeBar: false });
      if (!newest) leave();
      else if (!alive) {
        alive = true;
        /** @type {any} */ (host).on("plotly_relayout", () => newest && this.draw()); // edges change sides
      }
    },
    resize: measure,
    destroy() {
      plot.removeEventListener("keydown", rotate, { capture: true });
      leave();
    },
  };
}

/** @param {number} turn @param {number} tilt @param {number} far */
function camera(turn, tilt, far) {
  const eye = {
    x: far * Math.cos(tilt) * Math.cos(turn),
    y: far * Math.cos(tilt) * Math.sin(turn),
    z: far * Math.sin(tilt),
  };
  return { eye, center: { x: 0, y: 0, z: -0.12 }, up: { x: 0, y: 0, z: 1 } };
}

function canDraw() {
  return document.createElement("canvas").getContext("webgl") !== null;
}
