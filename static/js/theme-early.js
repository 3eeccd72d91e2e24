// A classic script that blocks the first paint for a moment: a dark page must not flash white, and nothing may jump.
(() => {
  document.documentElement.dataset.script = "on";
  try {
    const { form, hide } = document.documentElement.dataset;
    const hint = form === "page" && !hide ? (localStorage.getItem("hints") ?? "0") : "none";
    const palette = localStorage.getItem("palette");
    if (palette === "olive" || palette === "teal") document.documentElement.dataset.palette = palette;
    if (/^[012]$/.test(hint)) document.documentElement.dataset.hints = hint;
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    const panel = localStorage.getItem("inside");
    const roomy = matchMedia("(min-width: 1100px) and (min-height: 780px)").matches;
    const open = form === "page" && (panel === null ? roomy : panel !== "none");
    const large = open && panel === "iteration" && matchMedia("(min-width: 700px)").matches;
    document.documentElement.dataset.inside = large ? "large" : open ? "open" : "closed";
    if (large || localStorage.getItem("rail") === "collapsed")
      document.documentElement.dataset.rail = "collapsed";
  } catch {
    // Storage may be forbidden: then the system's theme it is.
  }
})();
