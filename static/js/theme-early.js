// A classic script that blocks the first paint for a moment: a dark page must not flash white.
(() => {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    if (localStorage.getItem("rail") === "collapsed") document.documentElement.dataset.rail = "collapsed";
  } catch {
    // Storage may be forbidden: then the system's theme it is.
  }
})();
