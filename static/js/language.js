/**
 * The page's language. The server puts the words of a language other than English into the page, from the catalog in
 * locales/; English is what stands in the sources.
 */

/** @typedef {Record<string, string | number>} Values by the name that stands in braces */
/** @typedef {{ language: string, messages: Record<string, string[]>, server: Record<string, string> }} Words */

/** @type {Words} */
const ENGLISH = { language: "en", messages: {}, server: {} };

/**
 * @param {Words} words
 */
export function createSpeech({ language, messages, server }) {
  /** Sentences of the server as patterns: the ones that say most about a sentence come first. */
  const patterns = Object.entries(server)
    .map(([english, translated]) => patternOf(english, translated))
    .sort((a, b) => b.literal - a.literal);

  /** @param {string} english @param {Values} [values] */
  const say = (english, values) => filled(messages[english]?.[0] ?? english, values);

  /** @param {string} one @param {string} many @param {number} count @param {Values} [values] */
  function sayCount(one, many, count, values) {
    const forms = messages[one] ?? [one, many];
    return filled(forms[Math.min(count === 1 ? 0 : 1, forms.length - 1)], values);
  }

  /** What the server says in English; what is not known stays as it is. @param {string} sentence @returns {string} */
  function repeat(sentence) {
    for (const { pattern, names, translated } of patterns) {
      const found = pattern.exec(sentence);
      if (found)
        return filled(translated, Object.fromEntries(names.map((name, k) => [name, repeat(found[k + 1])])));
    }
    return sentence;
  }

  return { language, say, sayCount, repeat };
}

/** @param {string} text @param {Values} [values] */
function filled(text, values) {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}

/** @param {string} english @param {string} translated */
function patternOf(english, translated) {
  const parts = english.split(/\{(\w+)\}/);
  const literals = parts.filter((_, k) => k % 2 === 0);
  const source = literals.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("(.*)");
  return {
    pattern: new RegExp(`^${source}$`, "s"),
    names: parts.filter((_, k) => k % 2 === 1),
    literal: literals.join("").length,
    translated,
  };
}

/** @returns {Words} */
function wordsOfThePage() {
  const element = globalThis.document?.getElementById("words");
  return element ? JSON.parse(element.textContent ?? "") : ENGLISH;
}

export const { language, say, sayCount, repeat } = createSpeech(wordsOfThePage());
