/** Sentences of the lessons that stand in no file of theirs; static/js/text.js says how they are found. */
import { say } from "../language.js";

/** @param {number} number @param {number} count */
export const lessonOf = (number, count) => say("Lesson {number} of {count}", { number, count });
/** @param {number} step @param {number} count */
export const stepOf = (step, count) => say("Step {step} of {count}", { step, count });
/** @param {number} done @param {number} count */
export const doneOf = (done, count) => say("{done} of {count} checks passed", { done, count });
export const done = say("Done");
export const right = say("Right.");
export const wrong = say("Not so.");
export const passed = say("Passed.");
export const lessonDone = say("Passed, and with it the lesson.");
export const notYet = say("Not yet.");
export const met = say("met");
export const notMet = say("not met");
export const unknownStep = say("There is no such lesson, or it has no such step.");
