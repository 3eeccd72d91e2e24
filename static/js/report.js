/**
 * The charts of an exported report, into whose one file this text goes: it imports nothing. Colours are names of
 * tokens, looked up here, and anew when the theme changes.
 */

const drawn = JSON.parse(document.getElementById("drawn")?.textContent ?? "{}");
const host = /** @type {HTMLElement} */ (document.getElementById("figures"));
const plotly = /** @type {any} */ (window).Plotly;
const probe = document.createElement("span");
probe.hidden = true;
document.body.append(probe);

/** @param {string} token */
function colour(token) {
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

/**
 * A copy with every token's colour in place of its name.
 * @param {any} value
 * @returns {any}
 */
function coloured(value) {
  if (typeof value === "string") return value.startsWith("--") ? colour(value) : value;
  if (Array.isArray(value)) return value.map(coloured);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, coloured(inner)]));
}

/** @param {any} layout */
function dressed(layout) {
  const axis = { color: colour("--ink-2"), gridcolor: colour("--line"), zeroline: false };
  return {
    ...layout,
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
    paper_bgcolor: colour("--surface"),
    plot_bgcolor: colour("--surface"),
    font: { family: getComputedStyle(document.body).fontFamily, color: colour("--ink"), size: 13 },
    margin: { l: 64, r: 24, t: 56, b: 64 },
  };
}

/** Every figure has its place before the first is drawn: each takes its size from its own. */
for (const [name, { layout }] of Object.entries(drawn)) {
  const figure = document.createElement("div");
  figure.id = `figure-${name}`;
  figure.className = "figure";
  figure.setAttribute("role", "group");
  figure.setAttribute("aria-label", layout.title.text);
  host.append(figure);
}

function draw() {
  for (const [name, { data, layout }] of Object.entries(drawn)) {
    const options = { responsive: true, displaylogo: false };
    plotly.react(`figure-${name}`, coloured(data), dressed(layout), options);
  }
}

draw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
