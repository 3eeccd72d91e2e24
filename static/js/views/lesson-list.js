import { html, icon, partsOf, setText } from "../dom.js";
import { isFinished, progressOf } from "../lessons/progress.js";
import * as lessonText from "../lessons/text.js";
import { inPageLanguage } from "../text.js";
import { openDialog } from "./dialog.js";

/** @import { LessonSummary } from "../wire.js" */

/**
 * The list of all lessons, with how far each has come; a click starts one.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement[]} buttons that open it
 * @param {ReturnType<typeof import("../lessons/course.js").createCourse>} course
 */
export function createLessonList(dialog, buttons, course) {
  const part = partsOf(dialog);
  for (const button of buttons) openDialog(dialog, button, () => void fill());

  async function fill() {
    write();
    await course.load();
    write();
  }

  function write() {
    const { all, lesson, trouble } = course.get();
    setText(part("trouble"), all.length ? "" : (trouble ?? ""));
    part("entries").replaceChildren(...all.map((entry) => line(entry, entry.id === lesson?.id)));
  }

  /** @param {LessonSummary} lesson @param {boolean} on */
  function line(lesson, on) {
    const progress = progressOf(lesson.id);
    const finished = isFinished(lesson, progress);
    const passed = lesson.checked.filter((step) => progress.done.includes(step)).length;
    const state = finished
      ? html("span", { class: "lesson-mark done" }, icon("done"), lessonText.done)
      : html(
          "span",
          { class: "lesson-mark" },
          passed ? lessonText.doneOf(passed, lesson.checked.length) : "",
        );
    const start = html(
      "button",
      {
        type: "button",
        class: "lesson-entry",
        "data-lesson-id": lesson.id,
        "aria-current": on ? "step" : false,
      },
      html("span", { class: "lesson-number", "aria-hidden": "true" }, String(lesson.number)),
      html("span", { class: "lesson-name" }, inPageLanguage(lesson.title)),
      state,
      html("span", { class: "lesson-goal" }, inPageLanguage(lesson.goal)),
    );
    start.addEventListener("click", () => {
      dialog.close();
      course.askAnew(lesson.id);
      void course.open({ id: lesson.id, step: 1 }, true);
    });
    return html("li", {}, start);
  }
}
