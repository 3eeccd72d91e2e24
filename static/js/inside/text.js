/** Sentences of the panels that look inside; static/js/text.js says how they are found. */
import { say } from "../language.js";

export const nothingYet = say("As soon as there is a run.");
