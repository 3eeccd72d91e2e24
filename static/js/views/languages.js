import { rememberLanguage } from "../memory.js";

/**
 * The switch of the language. Its links work as they are; here the rest of the address stays, and so does the run: the
 * page loads again in the other language and finds its run as after any reload.
 * @param {HTMLElement} host
 * @param {string} root what stands before every path
 */
export function languagesView(host, root) {
  host.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.ariaCurrent) return;
    rememberLanguage(link.hreflang, root);
    const address = new URL(location.href);
    if (!address.searchParams.has("lang")) {
      location.reload();
      return;
    }
    address.searchParams.set("lang", link.hreflang);
    location.replace(address);
  });
}
