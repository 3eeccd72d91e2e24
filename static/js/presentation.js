/** What the address leaves out or changes of the page's look: ?hide=cost,speed, ?view=present, ?embed=1. */
import { cannotHide } from "./share-text.js";

/** @typedef {import("./keys.js").Binding & { of?: string }} BindingOf of: the control that the key stands for */

const { hide = "", form = "page" } = globalThis.document?.documentElement.dataset ?? {};
const hidden = new Set(hide.split(" "));
if (form !== "page")
  for (const name of ["choices", ...(form === "embed" ? ["header"] : [])]) hidden.add(name);

/** Keys of what is hidden do nothing. @param {BindingOf[]} bindings */
export const withoutHidden = (bindings) => bindings.filter(({ of }) => of === undefined || !hidden.has(of));

/** Tell what the address would hide and there is not. @param {(lines: string[]) => void} tell */
export function tellUnknown(tell) {
  const asked = new URLSearchParams(location.search).get("hide")?.split(",") ?? [];
  const unknown = asked.filter((name) => name !== "" && !hidden.has(name));
  if (unknown.length) tell(unknown.map(cannotHide));
}

/** The page's address in its usual form. @param {Location} place */
export function usualForm({ href }) {
  const address = new URL(href);
  for (const name of ["view", "embed"]) address.searchParams.delete(name);
  return address.href;
}
