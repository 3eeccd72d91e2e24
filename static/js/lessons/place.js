/** Where somebody is in the lessons, as the address has it: `#lesson=collapse.2`. */

/** @typedef {{ id: string, step: number }} Place step: from 1 */

const FORM = /^lesson=([a-z0-9-]+)\.(\d{1,2})$/;

/** @param {Place} place */
export const placeToText = ({ id, step }) => `lesson=${id}.${step}`;

/** @param {string} fragment what follows the # @returns {Place | null} null if it names no lesson */
export function placeOfText(fragment) {
  const [, id, step] = FORM.exec(fragment) ?? [];
  return id ? { id, step: Math.max(1, Number(step)) } : null;
}
