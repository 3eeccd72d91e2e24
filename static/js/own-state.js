/** What a person makes of points, with a way back; a part of the page's state. Pure. */
import { fromConfiguration, isOwnSource, labelsOf, NOTHING, sameData, trainable } from "./own-points.js";

/** @import { Own, OwnChange, OwnData, State } from "./types.js" */
/** @import { Configuration } from "./wire.js" */

/** Steps that can be taken back. */
const STEPS = 100;

/** @param {Partial<Pick<Own, "now" | "open">>} remembered @returns {Own} */
export function initialOwn(remembered) {
  return {
    open: false,
    drawing: false,
    tool: 0,
    target: 1,
    now: NOTHING,
    past: [],
    future: [],
    made: null,
    ...remembered,
  };
}

/** @param {Own} own @param {OwnChange} change @returns {Own} */
export function changeOwn(own, change) {
  switch (change.do) {
    case "open":
      return { ...own, open: true, drawing: change.drawing };
    case "close":
      return { ...own, open: false, drawing: false };
    case "draw":
      return { ...own, drawing: change.drawing };
    case "tool":
      return { ...own, tool: change.tool };
    case "target":
      return { ...own, target: change.target, tool: 0 };
    case "put":
      return put(own, change.data, change.step);
    case "undo":
      return turned(own, own.past, own.future, (past, future) => ({ past, future }));
    case "redo":
      return turned(own, own.future, own.past, (future, past) => ({ past, future }));
  }
}

/** @param {Own} own @param {OwnData} data @param {boolean} step a new one, to which undo comes back @returns {Own} */
function put(own, data, step) {
  if (data === own.now) return own;
  const past = step ? [...own.past.slice(1 - STEPS), own.now] : own.past;
  return { ...own, now: data, past, future: [], tool: toolFor(own, data) };
}

/** The class in hand goes with its points when they are numbered anew. @param {Own} own @param {OwnData} data */
function toolFor({ tool, now }, data) {
  if (tool === "erase") return tool;
  if (data.kind !== now.kind) return 0;
  return trainable(data) && data.kind === "classes" ? Math.min(tool, labelsOf(data).length - 1) : tool;
}

/**
 * @param {Own} own
 * @param {OwnData[]} from
 * @param {OwnData[]} to
 * @param {(from: OwnData[], to: OwnData[]) => Pick<Own, "past" | "future">} sides
 * @returns {Own}
 */
function turned(own, from, to, sides) {
  const now = from.at(-1);
  if (!now) return own;
  return { ...own, now, ...sides(from.slice(0, -1), [...to, own.now]) };
}

/**
 * After a run has been adopted: what it was made of. Points of somebody else's run, or of an earlier visit, come in as a step of
 * their own, so that undo brings back what was here before.
 * @param {Own} own
 * @param {Configuration} configuration
 * @returns {Own}
 */
export function afterAdoption(own, { data }) {
  const given = fromConfiguration(data);
  if (!given) return own.made === null ? own : { ...own, made: null };
  if (sameData(own.now, given)) return { ...own, made: own.now, open: true };
  if (own.open) return { ...own, made: given };
  const past = own.now.points.length ? [...own.past.slice(1 - STEPS), own.now] : own.past;
  return { ...own, open: true, now: given, made: given, past, future: [] };
}

/** After a source was chosen: own data are put aside for any other. @param {Own} own @param {unknown} source @returns {Own} */
export const afterSource = (own, source) =>
  isOwnSource(source) || !own.open ? own : { ...own, open: false, drawing: false };

/** Own data are chosen, and there is no run of them to show. @param {Pick<State, "own" | "accepted">} state */
export const isBlank = ({ own, accepted }) =>
  own.open && (!trainable(own.now) || !isOwnSource(accepted?.data.source));

/** The plot takes points, or waits for them: several networks make room for it. @param {Pick<State, "own" | "accepted">} state */
export const takesPoints = (state) => state.own.drawing || isBlank(state);

/** The points on the plot are not those of the run. @param {Pick<State, "own" | "accepted">} state */
export const isDraft = (state) => state.own.open && (isBlank(state) || state.own.now !== state.own.made);
