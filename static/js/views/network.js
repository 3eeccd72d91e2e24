import { find as choiceNamed } from "../configuration.js";
import { find, setText } from "../dom.js";
import { formatTick } from "../format.js";
import { createLinkTip } from "./link-tip.js";
import { createCard } from "./network-card.js";
import { createGroupMarks } from "./network-groups.js";
import { freePlace, networkLayout } from "./network-layout.js";
import { createLens } from "./network-lens.js";
import { createLinks } from "./network-links.js";
import { createNodes } from "./network-nodes.js";
import { createSizes } from "./network-sizes.js";
import { createUnits } from "./network-units.js";
import { canEdit, createWeightEditor } from "./weight-editor.js";

/** @import { Actions, Frame, State, View } from "../types.js" */
/** @import { Look } from "../look.js" */
/** @import { Layout } from "./network-layout.js" */

/** A click here leaves a pinned unit pinned. */
const RELEASES_NOT = ".unit, .link-hit, .readout, .weight-editor, button, a, input";

/**
 * The network as a diagram: inputs, hidden units with their maps, output, and a link for every weight.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @returns {View}
 */
export function networkView(host, actions, look) {
  /** @param {string} name */
  const part = (name) => find(host, `[data-part="${name}"]`, HTMLElement);
  const diagram = part("diagram");
  const units = createUnits(part("units"), actions);
  const markGroups = createGroupMarks(part("units"));
  const linkLayer = find(host, "[data-part=links]", SVGSVGElement);
  const links = createLinks(linkLayer);
  const nodes = createNodes(part);
  const card = createCard(part);
  const lens = createLens(diagram);
  const tip = createLinkTip(diagram, linkLayer);
  const editor = createWeightEditor(diagram, actions);
  const sizes = createSizes(part("sizes"));
  const ramp = find(host, ".ramp", HTMLElement);
  let width = 0;
  let height = 0;
  let placedFor = "";
  /** @type {Layout | null} */
  let layout = null;
  /** @type {Frame | null} */
  let painted = null;
  let paintedLook = -1;
  let read = "";
  /** @type {number | null} */
  let pinned = null;

  function measure() {
    ({ clientWidth: width, clientHeight: height } = diagram);
  }

  /** @param {NonNullable<Frame["parameters"]>} parameters */
  function place({ W1, W2 }) {
    const [count, inputs] = W1.shape;
    const [outputs] = W2.shape;
    const key = `${inputs} ${count} ${outputs} ${width} ${height} ${look.scale}`;
    if (key === placedFor) return;
    placedFor = key;
    layout = networkLayout({ width, height, inputs, units: count, outputs, scale: look.scale });
    host.classList.toggle("unlinked", layout.arrangement === "grid");
    units.place(layout, outputs);
    links.place(layout);
    nodes.place(layout);
    read = "";
  }

  /** A click beside the units and outside every control. @param {Event} event */
  const releaseUnit = ({ target }) => {
    if (pinned === null || (target instanceof Element && target.closest(RELEASES_NOT))) return;
    actions.dispatch({ type: "pinned", unit: pinned });
  };
  host.addEventListener("click", releaseUnit);

  const observer = new ResizeObserver(() => {
    measure();
    actions.dispatch({ type: "look" });
  });
  observer.observe(diagram);
  measure();

  return {
    update(state) {
      const { frame, accepted } = state;
      if (!frame?.hidden || !frame.parameters) return;
      place(frame.parameters);
      if (painted === null) host.classList.add("drawn");
      if (accepted) nodes.update(accepted.network.output, accepted.network.biases);
      const unit = state.hovered ?? state.pinned;
      if (frame !== painted || state.look !== paintedLook) {
        units.paint(frame, look.palette);
        links.paint(frame.parameters);
        tip.update(frame);
        sizes(layout?.arrangement === "grid" ? frame.parameters : null);
        const positive = startsAtZero(state);
        const { low, high } = frame.hidden;
        setText(part("low"), formatTick(positive ? 0 : Number(low.toPrecision(2))));
        setText(part("high"), withPlus(high));
        ramp.classList.toggle("positive", positive);
      }
      const editable = canEdit(state);
      nodes.paint(frame.parameters, editable);
      units.follow(state.probe, editable);
      editor.update(state);
      const key = `${unit} ${state.pinned} ${editable} ${state.look}`;
      if (key !== read || frame !== painted) {
        const pinned = unit !== null && unit === state.pinned;
        const biases = accepted?.network.biases ?? true;
        card.update(
          unit,
          frame,
          { pinned, biases, editable },
          (size) => layout && freePlace(layout, height, size, look.scale),
        );
        if (layout) lens.update(layout, frame, state.hovered, look.palette, look.scale);
        read = key;
      }
      units.light(unit, state.pinned);
      markGroups(state);
      links.light(unit);
      pinned = state.pinned;
      painted = frame;
      paintedLook = state.look;
    },
    resize: measure,
    destroy() {
      observer.disconnect();
      host.removeEventListener("click", releaseUnit);
      units.destroy();
      tip.destroy();
      editor.destroy();
    },
  };
}

/** Whether the activation goes from 0 without end: then only the upper half of the colours appears. @param {State} state */
function startsAtZero({ accepted, catalog }) {
  const activation = catalog && accepted && choiceNamed(catalog.activations, accepted.network.activation);
  return activation?.range[0] === 0 && activation.range[1] === null;
}

/** @param {number} value */
function withPlus(value) {
  return (value > 0 ? "+" : "") + formatTick(Number(value.toPrecision(2)));
}
