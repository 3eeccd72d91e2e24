import { find as choiceNamed } from "../configuration.js";
import { html, icon, setText } from "../dom.js";
import * as ownText from "../own-text.js";
import * as text from "../text.js";

/** @import { Own, View } from "../types.js" */
/** @import { Catalog, Configuration, Words } from "../wire.js" */

/**
 * The choices in one word each: the folded rail on a wide screen, chips on a narrow one. Each opens its section.
 * @param {HTMLElement} host
 * @param {(section: string) => void} open
 * @returns {View}
 */
export function summaryView(host, open) {
  const entries = SECTIONS.map(({ section, name, symbol, value }) => {
    const label = html("span", { class: "summary-value" });
    const button = html(
      "button",
      { type: "button", class: "summary", "data-open": section },
      icon(symbol),
      label,
    );
    button.addEventListener("click", () => open(section));
    return { name, button, label, value };
  });
  host.append(...entries.map(({ button }) => button));
  return {
    update({ configuration, catalog, own }) {
      if (!configuration || !catalog) return;
      for (const { name, button, label, value } of entries) {
        const current = value(configuration, catalog, own);
        if (label.textContent === current) continue;
        setText(label, current);
        button.setAttribute("aria-label", text.openSection(name, current));
      }
    },
    resize() {},
    destroy: () => host.replaceChildren(),
  };
}

/** @typedef {(configuration: Configuration, catalog: Catalog, own: Own) => string} ValueOf */

/** @type {{ section: string, name: string, symbol: string, value: ValueOf }[]} */
const SECTIONS = [
  {
    section: "data",
    name: text.sections.data,
    symbol: "data",
    value: ({ data }, { data_sources }, own) =>
      own.open ? ownText.ownData : label(choiceNamed(data_sources, data.source)),
  },
  {
    section: "network",
    name: text.sections.network,
    symbol: "network",
    value: ({ network }, { activations }) =>
      text.networkValue(network.hidden_width, label(choiceNamed(activations, network.activation))),
  },
  {
    section: "init",
    name: text.sections.init,
    symbol: "dice",
    value({ network: { init } }, { init_schemes }) {
      const scheme = choiceNamed(init_schemes, init.scheme);
      return text.initValue(label(scheme), scheme?.default_scale == null ? null : init.scale);
    },
  },
  {
    section: "training",
    name: text.sections.training,
    symbol: "rate",
    value: ({ training }) => text.rateValue(training.learning_rate),
  },
];

/** @param {{ label: Words } | undefined} choice */
function label(choice) {
  return choice ? text.inPageLanguage(choice.label) : "";
}
