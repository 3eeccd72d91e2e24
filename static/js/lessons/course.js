/** The lesson that is on: where it is, what was predicted, what the server found. */

import { networksOf } from "../networks.js";
import { failure, watchingWhy } from "../text.js";
import { forgetSaid, isFinished, noteDone, noteSaid, progressOf } from "./progress.js";
import { makesNetworks, wholeSetup } from "./setup.js";

/** @import { Action, State } from "../types.js" */
/** @import { CheckReply, LessonBody, LessonSummary, Setup, Step } from "../wire.js" */
/** @import { Place } from "./place.js" */
/** @import { Progress } from "./progress.js" */

/**
 * @typedef {object} Course
 * @property {LessonSummary[]} all
 * @property {LessonBody | null} lesson the one that is on
 * @property {number} step from 1
 * @property {Progress} progress in this lesson
 * @property {boolean} finished all that is checked in this lesson has been met
 * @property {boolean} setting the page is being set up
 * @property {"idle" | "asking"} check
 * @property {CheckReply | null} found
 * @property {string | null} trouble what went wrong, in words
 */

/**
 * @param {object} parts
 * @param {{ get(): State, dispatch(action: Action): void }} parts.store
 * @param {ReturnType<typeof import("../api.js").createApi>} parts.api
 * @param {(setup: Setup) => Promise<void>} parts.setUp
 */
export function createCourse({ store, api, setUp }) {
  /** @type {Course} */
  let course = {
    all: [],
    lesson: null,
    step: 1,
    progress: { done: [], said: {} },
    finished: false,
    setting: false,
    check: "idle",
    found: null,
    trouble: null,
  };
  /** @type {Set<(course: Course) => void>} */
  const listeners = new Set();
  let asked = 0;

  /** @param {Partial<Course>} change */
  function set(change) {
    course = { ...course, ...change };
    const { lesson, step, all } = course;
    if (lesson) {
      const summary = all.find(({ id }) => id === lesson.id);
      const progress = progressOf(lesson.id);
      course = { ...course, progress, finished: summary ? isFinished(summary, progress) : false };
    }
    if ("lesson" in change) store.dispatch({ type: "lesson", lesson: lesson && { id: lesson.id, step } });
    for (const listener of listeners) listener(course);
  }

  const now = () => /** @type {LessonBody} */ (course.lesson).steps[course.step - 1];

  async function load() {
    if (course.all.length === 0) set({ all: (await api.lessons()).lessons });
  }

  /** What could not be loaded is told where the lesson is. @param {() => Promise<void>} act */
  async function guarded(act) {
    set({ trouble: null });
    try {
      await act();
    } catch (error) {
      set({ trouble: failure(error) });
    }
  }

  /** @param {Setup | null} setup */
  async function prepare(setup) {
    if (!setup) return;
    if (!store.get().drives) return set({ trouble: watchingWhy });
    asked += 1;
    const mine = asked;
    set({ setting: true, found: null, trouble: null });
    try {
      await setUp(setup);
    } finally {
      if (mine === asked) set({ setting: false });
    }
  }

  /** What needs nothing but to be read is done when it is left. @param {Step} step */
  function leaveStep({ conditions, question }) {
    if (course.lesson && conditions.length === 0 && !question) noteDone(course.lesson.id, course.step);
  }

  /** @param {LessonBody} lesson @param {number} step @param {boolean} anew make all that it needs, not only what is new in it */
  async function go(lesson, step, anew) {
    const place = Math.min(Math.max(1, step), lesson.steps.length);
    set({ lesson, step: place, found: null, trouble: null });
    const { setup } = lesson.steps[place - 1];
    await prepare(anew || makesNetworks(lesson.steps[place - 1]) ? wholeSetup(lesson, place) : setup);
  }

  /** @param {number} by which of the lessons before or after this one */
  const neighbour = (by) => course.all[course.all.findIndex(({ id }) => id === course.lesson?.id) + by];

  return {
    get: () => course,
    /** @param {(course: Course) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(course);
    },
    load: () => guarded(load),
    /** Show a step. @param {Place} place @param {boolean} fresh set the page up for it @param {() => void} [unknown] there is none */
    open: ({ id, step }, fresh, unknown = () => {}) =>
      guarded(async () => {
        await load();
        const known = course.all.find((lesson) => lesson.id === id);
        if (!known || step > known.steps) return unknown();
        const lesson = await api.lesson(id);
        if (fresh) await go(lesson, step, true);
        else set({ lesson, step, found: null });
      }),
    next: () =>
      guarded(async () => {
        const { lesson, step } = course;
        if (!lesson) return;
        leaveStep(now());
        if (step < lesson.steps.length) return go(lesson, step + 1, false);
        const after = neighbour(1);
        if (after) await go(await api.lesson(after.id), 1, true);
      }),
    back: () =>
      guarded(async () => {
        const { lesson, step } = course;
        if (!lesson) return;
        if (step > 1) return go(lesson, step - 1, true);
        const before = neighbour(-1);
        if (before) await go(await api.lesson(before.id), before.steps, true);
      }),
    isFirst: () => course.step === 1 && !neighbour(-1),
    isLast: () => course.step === course.lesson?.steps.length && !neighbour(1),
    /** Let the questions of a lesson be asked anew: somebody else may sit here by now. @param {string} id */
    askAnew: (id) => forgetSaid(id),
    leave: () => set({ lesson: null, found: null, trouble: null }),
    /** Make the page anew as the step wants it. */
    async again() {
      if (course.lesson) await prepare(wholeSetup(course.lesson, course.step));
    },
    /** @param {number} option */
    predict(option) {
      const { lesson, step } = course;
      if (!lesson) return;
      noteSaid(lesson.id, step, option);
      if (now().conditions.length === 0) noteDone(lesson.id, step);
      set({});
    },
    /** Let the server look at the runs that are shown. */
    async check() {
      const { lesson, step } = course;
      if (!lesson || course.check === "asking") return;
      const runs = networksOf(store.get()).flatMap(({ run }) => run?.id ?? []);
      set({ check: "asking", trouble: null });
      try {
        const found = await api.checkLesson(lesson.id, { runs, step });
        if (course.lesson !== lesson || course.step !== step) return set({ check: "idle" });
        if (found.met) noteDone(lesson.id, step);
        set({ check: "idle", found });
      } catch (error) {
        set({ check: "idle", found: null, trouble: failure(error) });
      }
    },
  };
}
