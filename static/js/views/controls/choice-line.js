import { html, setText } from "../../dom.js";
import { formula } from "../../formula.js";
import { inPageLanguage } from "../../text.js";

/** @import { Choice } from "../../types.js" */

/**
 * What the choice that is made does, under its control: the sentence where nothing hovers, the formula where it is wanted.
 * @param {boolean} withFormula always, not only where nothing hovers
 */
export function choiceLine(withFormula) {
  const help = html("span", { class: "choice-help" });
  const math = html("span", { class: "choice-formula" });
  const line = html("p", { class: `choice-line ${withFormula ? "with-formula" : ""}` }, help, math);
  /** @type {Choice | undefined} */
  let shown;
  return {
    line,
    /** @param {Choice | undefined} choice */
    update(choice) {
      if (choice === shown) return;
      shown = choice;
      setText(help, choice ? inPageLanguage(choice.help) : "");
      const latex = choice && formulasOf(choice)[0];
      math.replaceChildren(...(latex ? [formula(latex)] : []));
    },
  };
}

/** The formulas of a choice: its own and, of an activation, its derivative's. @param {Choice} choice */
export function formulasOf(choice) {
  const { formula: own, derivative } = /** @type {{ formula?: string, derivative?: string }} */ (choice);
  return [own, derivative].filter((latex) => latex !== undefined);
}
