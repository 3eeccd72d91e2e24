import { find, setHidden, setText } from "../../dom.js";
import { formatPlain } from "../../format.js";
import { planeView } from "../../geometry.js";
import { bodyOf, nameOf, rounded, withoutCircle, withPoints } from "../../own-points.js";
import { isBlank, isDraft, takesPoints } from "../../own-state.js";
import * as ownText from "../../own-text.js";
import * as text from "../../text.js";
import { markers, tickLabels } from "../surface-overlay.js";
import { createHand } from "./hand.js";
import { classesOf, drawTools, planeOf, updateHint } from "./tools.js";

/** @import { Actions, Bounds, OwnData, OwnPoint, State, View } from "../../types.js" */
/** @import { Look } from "../../look.js" */

/** How far the eraser reaches, in pixels: with a mouse or keys, with a finger. */
const REACH = { fine: 12, coarse: 20 };

/**
 * Points drawn on the plot by hand: a layer over the surface that takes them, and one that shows what no run has yet.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @param {() => State} current between two paintings there may be several events of a stroke
 * @returns {View}
 */
export function drawView(host, actions, look, current) {
  /** @param {string} name */
  const part = (name) => find(host, `[data-part="${name}"]`, HTMLElement);
  const plot = part("plot");
  const layer = part("draw");
  const points = find(host, "[data-part=own-points]", SVGSVGElement);
  /** @type {Bounds} */
  let bounds = [-1, 1, -1, 1];
  let side = 1;
  /** What is in the picture. @type {{ data: OwnData, bounds: Bounds, side: number, look: number } | null} */
  let drawn = null;
  const tools = drawTools(part("draw-tools"), actions, () => bounds);
  const plane = () => planeView(bounds, side);

  /** @param {string} words */
  const say = (words) => setText(part("draw-said"), words);

  /** The data in the view that is shown, so that the picture stays while points are added. @param {OwnData} data @returns {OwnData} */
  const here = (data) => (data.view ? data : { ...data, view: bounds });

  const hand = createHand(layer, find(host, "[data-part=draw-cursor]", SVGSVGElement), {
    side: () => side,
    erases: () => current().own.tool === "erase",
    reach: (coarse) => REACH[coarse ? "coarse" : "fine"],
    add(places, begins) {
      const { own, catalog } = current();
      const { now, tool, target } = own;
      const most = catalog?.limits.samples ?? 0;
      const third = now.kind === "targets" ? target : Number(tool);
      const made = places.slice(0, Math.max(0, most - now.points.length)).map(([px, py]) => {
        const [x1, x2] = plane().point(px, py);
        return /** @type {OwnPoint} */ ([rounded(x1, bounds), rounded(x2, bounds), third]);
      });
      if (made.length < places.length) say(ownText.mostPoints(most));
      const next = made.length ? withPoints(here(now), made) : now;
      stroke(next, begins);
      if (made.length === 0) return;
      const name = now.kind === "targets" ? formatPlain(target) : text.className(nameOf(now, third));
      say(ownText.pointAdded(name, made[0].slice(0, 2).map(formatPlain), next.points.length));
    },
    erase([px, py], radius, begins) {
      const { now } = current().own;
      const next = withoutCircle(now, plane().point(px, py), (radius / side) * (bounds[1] - bounds[0]));
      stroke(next === now ? now : here(next), begins);
      if (next !== now) say(ownText.pointsErased(now.points.length - next.points.length, next.points.length));
    },
    end: () => actions.own.strokeEnds(),
    takeClass(label) {
      if (label <= classesOf(current().own)) actions.own.change({ do: "tool", tool: label });
    },
    leave() {
      actions.own.draw(false);
    },
  });

  /** The first change of a stroke is the step that undo takes back. */
  let stepMade = false;
  /** @param {OwnData} next @param {boolean} begins */
  function stroke(next, begins) {
    if (begins) stepMade = false;
    if (!current().own.drawing) actions.own.draw(true); // an empty plot takes the first point at once
    if (next === current().own.now) return;
    actions.own.stroke(next, !stepMade);
    stepMade = true;
  }

  const listening = new AbortController();
  document.addEventListener(
    "keydown",
    (event) => {
      const typing =
        event.target instanceof Element && event.target.closest("dialog, input.number, textarea");
      if (!current().own.drawing || !(event.ctrlKey || event.metaKey) || typing) return;
      const key = event.key.toLowerCase();
      const which = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
      if (!which) return;
      event.preventDefault();
      actions.own.turn(which);
    },
    { signal: listening.signal },
  );

  /** @param {State} newest */
  function paintPoints(newest) {
    const { own, look: generation } = newest;
    const { now } = own;
    const same =
      drawn && drawn.side === side && drawn.look === generation && String(drawn.bounds) === String(bounds);
    if (same && drawn?.data === now) return;
    const radius = Math.max(3.1, Math.min(7 * look.scale, side / 96));
    const from = same && drawn && continues(now, drawn.data) ? drawn.data.points.length : 0;
    points.setAttribute("viewBox", `0 0 ${side} ${side}`);
    if (from === 0) points.replaceChildren(ticks());
    const added = from ? { ...now, points: now.points.slice(from) } : now;
    if (added.points.length) points.lastChild?.before(...markers(bodyOf(added), plane(), radius));
    drawn = { data: now, bounds, side, look: generation };
  }

  function ticks() {
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    group.setAttribute("class", "ticks");
    group.append(...tickLabels(bounds, side, look.scale));
    return group;
  }

  const measure = () => {
    side = plot.clientWidth || 1;
  };
  const observer = new ResizeObserver(measure); // the surface has the page drawn anew
  observer.observe(plot);
  measure();

  return {
    update(newest) {
      const { own } = newest;
      const blank = isBlank(newest);
      const draft = isDraft(newest);
      bounds = planeOf(newest, blank);
      tools.update(newest);
      for (const [name, on] of Object.entries({ drawing: own.drawing, blank, draft }))
        host.classList.toggle(name, on);
      document.body.classList.toggle("blank-plot", blank);
      const takesFocus = own.drawing && layer.hidden && document.activeElement === document.body;
      setHidden(layer, !newest.drives || !takesPoints(newest));
      if (takesFocus) layer.focus({ preventScroll: true });
      points.toggleAttribute("hidden", !draft);
      if (draft) paintPoints(newest);
      updateHint(part("draw-hint"), own, blank);
    },
    resize: measure,
    destroy() {
      observer.disconnect();
      listening.abort();
      hand.destroy();
    },
  };
}

/** Only points of classes have been added: the others look as they did. @param {OwnData} data @param {OwnData} before */
function continues({ kind, points }, before) {
  const count = before.points.length;
  return (
    kind === "classes" &&
    before.kind === kind &&
    count > 0 &&
    points.length >= count &&
    points[0] === before.points[0] &&
    points[count - 1] === before.points[count - 1]
  );
}
