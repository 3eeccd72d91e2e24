import { html, icon, partsOf, setHidden, setText } from "../dom.js";
import { highlight } from "../lessons/parts.js";
import * as lessonText from "../lessons/text.js";
import { inPageLanguage } from "../text.js";

/** @import { Course } from "../lessons/course.js" */
/** @import { CheckReply, Question, Step } from "../wire.js" */

/**
 * The strip of the lesson that is on, and under it what its step asks: told at once when something changes, not with
 * every frame.
 * @param {HTMLElement} host
 * @param {ReturnType<typeof import("../lessons/course.js").createCourse>} course
 * @param {() => void} look again, since there is more or less room now
 * @param {() => void} focusAfter where the focus goes when the lesson is left
 */
export function lessonView(host, course, look, focusAfter) {
  const part = partsOf(host);
  /** @param {string} name */
  const button = (name) => /** @type {HTMLButtonElement} */ (host.querySelector(`[data-action=${name}]`));
  const [back, next, setUp, check] = ["lesson-back", "lesson-next", "set-up", "check"].map(button);
  back.addEventListener("click", () => course.back());
  next.addEventListener("click", () => course.next());
  setUp.addEventListener("click", () => course.again());
  check.addEventListener("click", () => course.check());
  button("leave-lesson").addEventListener("click", () => {
    course.leave();
    focusAfter();
  });
  /** @type {Step | null} */
  let shown = null;
  let height = 0;

  course.subscribe((now) => {
    const { lesson, step } = now;
    setHidden(host, lesson === null);
    document.documentElement.toggleAttribute("data-lesson", lesson !== null);
    const current = lesson ? lesson.steps[step - 1] : null;
    if (current !== shown) {
      shown = current;
      highlight(current?.highlight ?? null);
    }
    if (lesson && current) write(now, current);
    const room = host.closest(".header")?.clientHeight ?? 0;
    if (room !== height) {
      height = room;
      look();
    }
  });

  /** @param {Course} now @param {Step} current */
  function write(now, current) {
    const { all, lesson, step, progress, setting, check: state } = now;
    if (!lesson) return;
    const { steps, number, title } = lesson;
    setText(part("place"), lessonText.lessonOf(number, all.length));
    setText(part("title"), inPageLanguage(title));
    part("segments").ariaLabel = lessonText.stepOf(step, steps.length);
    part("segments").replaceChildren(
      ...steps.map((_, k) => html("span", { class: segment(k + 1, step, progress.done.includes(k + 1)) })),
    );
    setText(part("fact"), inPageLanguage(current.fact));
    setText(part("deed"), inPageLanguage(current.deed));
    back.disabled = course.isFirst();
    next.disabled = course.isLast();
    setUp.disabled = setting;
    setUp.ariaBusy = String(setting);
    setHidden(check, current.conditions.length === 0);
    check.disabled = setting || state === "asking";
    check.classList.toggle("passed", progress.done.includes(step));
    const said = progress.said[step] ?? null;
    writeQuestion(now.found && said !== null ? null : current.question, said);
    const noted = current.note !== null && !now.found && (current.question === null || said !== null);
    setText(part("note"), noted && current.note ? inPageLanguage(current.note) : "");
    setHidden(part("note"), !noted);
    writeVerdict(now, current);
  }

  /** @param {Question | null} question @param {number | null} said */
  function writeQuestion(question, said) {
    setHidden(part("question"), question === null);
    if (!question) return;
    setText(part("ask"), inPageLanguage(question.ask));
    const { options, answer } = question;
    if (said === null) {
      const made = options.map(({ text }, k) => optionButton(inPageLanguage(text), k));
      part("options").replaceChildren(...made);
      part("answer").replaceChildren();
      return;
    }
    const chosen = options.filter(({ right }, k) => right || k === said);
    part("options").replaceChildren(...chosen.map(told));
    const verdict = options[said]?.right ? lessonText.right : lessonText.wrong;
    part("answer").replaceChildren(html("strong", {}, verdict), ` ${inPageLanguage(answer)}`);
  }

  /** @param {string} words @param {number} k */
  function optionButton(words, k) {
    const option = html("button", { type: "button", class: "button lesson-option" }, words);
    option.addEventListener("click", () => {
      course.predict(k);
      next.focus(); // the button is gone
    });
    return option;
  }

  /** @param {Course} now @param {Step} current */
  function writeVerdict({ found, finished, trouble, progress, step }, current) {
    const was = current.conditions.length > 0 && progress.done.includes(step);
    const passed = found ? found.met : was;
    const words = passed ? (finished ? lessonText.lessonDone : lessonText.passed) : lessonText.notYet;
    const speaks = trouble !== null || found !== null || was;
    setHidden(part("verdict"), !speaks);
    setText(part("said"), speaks ? (trouble ?? words) : "");
    part("said").classList.toggle("passed", trouble === null && passed);
    part("conditions").replaceChildren(...(found ? found.conditions.map(conditionLine) : []));
  }
}

/** @param {Question["options"][number]} option */
const told = ({ text, right }) =>
  html("span", { class: right ? "met" : "not-met" }, icon(right ? "done" : "close"), inPageLanguage(text));

/** @param {number} place @param {number} step @param {boolean} done */
const segment = (place, step, done) =>
  `lesson-segment${place === step ? " current" : ""}${done ? " done" : ""}`;

/** @param {CheckReply["conditions"][number]} condition */
function conditionLine({ met, asked, found }) {
  return html(
    "li",
    { class: met ? "met" : "not-met" },
    icon(met ? "done" : "close"),
    html("span", { class: "visually-hidden" }, met ? lessonText.met : lessonText.notMet),
    html("span", {}, inPageLanguage(asked)),
    html("strong", {}, inPageLanguage(found)),
  );
}
