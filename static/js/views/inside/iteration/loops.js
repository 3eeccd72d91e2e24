import { html, setHidden, setText } from "../../../dom.js";
import { formatDigits } from "../../../format.js";
import * as text from "../../../inside/iteration-text.js";
import { loopForms } from "../../../inside/loop-forms.js";
import { failure } from "../../../text.js";

/** @import { State } from "../../../types.js" */
/** @import { LoopTimeBody } from "../../../wire.js" */
/** @import { Source } from "../../../inside/iteration-source.js" */

/** A measurement that takes longer shows that it is under way. */
const PATIENCE = 1000;

/**
 * The forward pass in loops and at once, as code, and how long each form takes on this server.
 * @param {ReturnType<typeof import("../../../api.js").createApi>} api
 */
export function createLoops(api) {
  const names = [text.unitByUnit, text.exampleByExample, text.allAtOnce];
  const forms = names.map((name) => {
    const code = html("code");
    const time = html("p", { class: "loop-time" });
    const element = html(
      "section",
      { class: "loop-form" },
      html("h3", {}, name),
      html("pre", {}, code),
      time,
    );
    return { code, time, element };
  });
  const broadcast = html("p", { class: "loop-note" });
  const measure = html("button", { class: "button", type: "button", "data-action": "measure" }, text.measure);
  const cancel = html("button", { class: "button", type: "button", hidden: true }, text.cancel);
  const progress = html("progress", { class: "loop-progress", "aria-label": text.measuring, hidden: true });
  const found = html("p", { class: "loop-found", role: "status" });
  const element = html(
    "div",
    { class: "loops" },
    html("p", { class: "loop-note" }, text.loopsAbout),
    html("div", { class: "loop-forms" }, ...forms.map((form) => form.element)),
    broadcast,
    html("div", { class: "loop-tools" }, measure, cancel, progress, found),
  );
  /** @type {string | undefined} */
  let run;
  let written = "";
  let leaving = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  measure.addEventListener("click", start);
  cancel.addEventListener("click", () => {
    stop();
    measure.focus();
  });

  async function start() {
    if (!run) return;
    stop();
    const { signal } = leaving;
    measure.disabled = true;
    setText(found, text.measuring);
    timer = setTimeout(() => {
      setHidden(cancel, false);
      setHidden(progress, false);
    }, PATIENCE);
    try {
      const answer = await api.loopTime(run, signal);
      stop();
      tell(answer);
    } catch (error) {
      if (signal.aborted) return;
      stop();
      setText(found, failure(error));
    }
  }

  function stop() {
    clearTimeout(timer);
    leaving.abort();
    leaving = new AbortController();
    measure.disabled = false;
    setHidden(cancel, true);
    setHidden(progress, true);
    setText(found, "");
  }

  /** @param {LoopTimeBody} answer */
  function tell({ by_units, by_examples, at_once, largest_difference, examples, m }) {
    for (const [k, seconds] of [by_units, by_examples, at_once].entries()) {
      const slower = k < 2 ? text.timesSlower(formatDigits(seconds / at_once, 3)) : "";
      const { time } = forms[k];
      time.replaceChildren(html("strong", {}, text.duration(seconds)), slower ? ` ${slower}` : "");
    }
    setText(
      found,
      [
        text.sameNumbers(formatDigits(largest_difference ?? Number.NaN, 2)),
        text.measuredOn(examples, m),
      ].join(". "),
    );
  }

  return {
    element,
    stop,
    /** @param {State} state @param {Source} source */
    update(state, source) {
      const { kind, matrices } = source;
      const m = state.data?.train.filter(Boolean).length ?? source.m;
      const [n_h, n_y] = [matrices.W1.rows, matrices.W2.rows];
      const key = JSON.stringify([state.run?.id, kind.activation, kind.output, kind.biases, n_h, n_y, m]);
      run = state.run?.id;
      if (key === written) return;
      written = key;
      stop();
      for (const [k, lines] of loopForms({ ...kind, n_h, n_y, m }).entries()) {
        forms[k].code.textContent = lines.join("\n");
        forms[k].time.replaceChildren();
      }
      setText(broadcast, kind.biases ? text.broadcast(m, n_h) : "");
    },
  };
}
