/**
 * What looks inside: each panel's name, what it needs in the frames, and whether it wants the room of the network. Its
 * view is the module of its name in views/inside/, fetched when it is first opened.
 */
/** @import { State } from "../types.js" */
/** @import { Watch } from "../wire.js" */

/** @typedef {"microscope" | "space" | "iteration" | "weights" | "symmetry" | "scale" | "landscape"} PanelName */
/** @typedef {{ panels: PanelName[], several: boolean, large: boolean, example: number | null, half: "symmetry" | "collapse" }} Inside panels: the last opened first; several: they show under each other; example: the one that "iteration" shows, from 0, null for all; half: what "symmetry" shows where there is room for one */
/** @typedef {{ channels: NonNullable<Watch["channels"]>, large?: boolean, options?: (state: Pick<State, "inside" | "data">) => Partial<Watch> }} Panel */

/** @type {Record<PanelName, Panel>} */
export const PANELS = {
  microscope: { channels: ["z_histogram"] },
  space: { channels: ["hidden_space"] },
  iteration: {
    channels: ["trace", "update"],
    large: true,
    options: (state) => ({ example: exampleOf(state) }),
  },
  weights: { channels: ["gradients"] },
  symmetry: { channels: [] },
  scale: { channels: [] },
  landscape: { channels: [] },
};

/** @param {string} name @returns {name is PanelName} */
export const isPanel = (name) => Object.hasOwn(PANELS, name);

/** What a new visitor sees. @type {PanelName} */
export const FIRST = "microscope";

/** @param {Partial<Inside>} known @returns {Inside} */
export const initialInside = (known) => ({
  panels: [],
  several: false,
  large: false,
  example: null,
  half: "symmetry",
  ...known,
});

/**
 * @param {Inside} inside
 * @param {{ panel?: PanelName | null, open?: boolean, large?: boolean, several?: boolean, example?: number | null, half?: Inside["half"] }} change panel null: all are closed
 * @returns {Inside}
 */
export function changeInside(inside, { panel, open = true, large, several, example, half }) {
  if (half !== undefined) return { ...inside, half };
  if (example !== undefined) return { ...inside, example };
  if (large !== undefined) return { ...inside, large };
  if (several !== undefined) return { ...inside, several };
  if (!panel) return { ...inside, panels: [], large: false };
  const others = inside.panels.filter((name) => name !== panel);
  if (open) return { ...inside, panels: [panel, ...others], large: PANELS[panel].large === true };
  const panels = inside.several ? others : [];
  return { ...inside, panels, large: false };
}

/** The panels that show: one where they are tabs, and none while networks are compared. @param {Pick<State, "inside" | "networks">} state */
export function shownPanels({ inside, networks }) {
  if (networks.length) return [];
  return inside.several ? inside.panels : inside.panels.slice(0, 1);
}

/** What frames carry for them: nothing for a panel that is closed. @param {Pick<State, "inside" | "networks">} state */
export const channelsOfPanels = (state) => shownPanels(state).flatMap((name) => PANELS[name].channels);

/** What else it asks for, so that they have what they show. @param {Pick<State, "inside" | "networks" | "data">} state */
export const optionsOfPanels = (state) =>
  Object.assign({}, ...shownPanels(state).map((name) => PANELS[name].options?.(state)));

/** The example that is looked at, among those that there are. @param {Pick<State, "inside" | "data">} state */
export function exampleOf({ inside: { example }, data }) {
  if (example === null || !data) return null;
  return Math.min(example, data.train.length - 1);
}

/** The panel that an address names: the one that everybody sees at first needs none. @param {Inside} inside */
export const panelToTell = ({ panels }) => (panels.length && panels[0] !== FIRST ? panels[0] : null);
