/** Where the lessons meet the page: their views, and the step that the address asks for. */

import { find } from "../dom.js";
import { rememberedAddress, runMemory } from "../memory.js";
import { lessonView } from "../views/lesson.js";
import { createLessonList } from "../views/lesson-list.js";
import { createCourse } from "./course.js";
import { placeOfText } from "./place.js";
import { createSetup } from "./setup.js";
import * as lessonText from "./text.js";

/** @import { Actions } from "../types.js" */

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("../store.js").createStore>} parts.store
 * @param {ReturnType<typeof import("../api.js").createApi>} parts.api
 * @param {Actions} parts.actions
 * @param {() => Promise<void>} parts.renewAll
 * @param {() => void} parts.look there is more or less room for the rest
 * @param {(lines: string[]) => void} parts.tell
 * @returns {() => void} call it when the first run is there
 */
export function createLessons({ store, api, actions, renewAll, look, tell }) {
  const button = document.querySelector(".lessons-button");
  if (!(button instanceof HTMLElement)) return () => {}; // this server has none
  const place = placeOfText(location.hash.slice(1));
  const known = location.hash.slice(1) === rememberedAddress.get() && runMemory.get() !== null;
  const course = createCourse({ store, api, setUp: createSetup({ store, actions, renewAll }) });
  const host = find(document, "[data-view=lesson]", HTMLElement);
  const dialog = find(document, "#lessons", HTMLDialogElement);
  createLessonList(dialog, [button, find(host, "[data-action=lessons]", HTMLElement)], course);
  lessonView(host, course, look, () => button.focus());
  store.dispatch({ type: "lesson", lesson: place }); // the address stays what it is
  function unknown() {
    store.dispatch({ type: "lesson", lesson: null });
    tell([lessonText.unknownStep]);
  }
  /** @param {import("./place.js").Place} asked */
  async function begin(asked) {
    await course.open(asked, !known, unknown);
    const { trouble } = course.get();
    if (trouble) tell([trouble]);
  }
  return () => {
    if (place) void begin(place);
  };
}
