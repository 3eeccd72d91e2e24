/** How far somebody has come in the lessons, as this browser remembers it. */

import { slot } from "../memory.js";

/** @import { LessonSummary } from "../wire.js" */
/** @typedef {{ done: number[], said: Record<number, number> }} Progress of one lesson: steps done, and what was predicted in which; all from 1 */
/** @typedef {Record<string, Progress>} Kept */

const kept = slot(() => localStorage, "lessons");

/** @type {Progress} */
const NONE = { done: [], said: {} };

/** @param {string} lesson @returns {Progress} */
export const progressOf = (lesson) => parsed(kept.get())[lesson] ?? NONE;

/** Remember that a step is done. @param {string} lesson @param {number} step */
export function noteDone(lesson, step) {
  const known = progressOf(lesson);
  if (!known.done.includes(step)) write(lesson, { ...known, done: [...known.done, step] });
}

/** Remember which option was predicted. @param {string} lesson @param {number} step @param {number} option */
export function noteSaid(lesson, step, option) {
  const known = progressOf(lesson);
  write(lesson, { ...known, said: { ...known.said, [step]: option } });
}

/** Forget what was predicted. @param {string} lesson */
export const forgetSaid = (lesson) => write(lesson, { ...progressOf(lesson), said: {} });

/** Whether all that is checked in a lesson has been met. @param {LessonSummary} lesson @param {Progress} progress */
export const isFinished = ({ checked }, { done }) =>
  checked.length > 0 && checked.every((step) => done.includes(step));

/** @param {string} lesson @param {Progress} progress */
function write(lesson, progress) {
  kept.set(JSON.stringify({ ...parsed(kept.get()), [lesson]: progress }));
}

/** What was stored by whatever version of the page. @param {string | null} text @returns {Kept} */
export function parsed(text) {
  try {
    const entries = Object.entries(JSON.parse(text ?? "{}"));
    return Object.fromEntries(entries.filter(([, progress]) => isProgress(progress)));
  } catch {
    return {};
  }
}

/** @param {any} value @returns {value is Progress} */
function isProgress(value) {
  const numbers = Array.isArray(value?.done) && value.done.every(Number.isInteger);
  return numbers && value.said !== null && typeof value.said === "object";
}
