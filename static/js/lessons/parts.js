/** What a step points at: a ring round the parts of the page that it names. */

/** @import { Step } from "../wire.js" */

/** Where each part is; on a narrow screen the button that opens it, too. @type {Record<NonNullable<Step["highlight"]>, string>} */
const PLACES = {
  network: "[data-view=network]",
  units: "[data-part=units]",
  surface: "[data-view=surface] .plot",
  cost: "[data-view=cost]",
  cards: "[data-part=cards]",
  inside: "[data-view=inside]",
  parameters: "[data-part=network-fact], [data-part=sizes]",
  width: '[data-control="network.hidden_width"], [data-open=network]',
  activation: '[data-control="network.activation"], [data-open=network]',
  scale: '[data-control="network.init.scale"], [data-open=init]',
  "new-draw": "[data-action=new-draw], [data-open=init]",
  rate: '[data-control="training.learning_rate"], [data-open=training]',
  play: "[data-action=play], [data-action=step]",
  steps: "[data-action=steps]",
};

/** Put the ring where a step wants it, or nowhere. @param {Step["highlight"]} part */
export function highlight(part) {
  for (const lit of document.querySelectorAll("[data-highlight]")) lit.removeAttribute("data-highlight");
  if (!part) return;
  for (const place of document.querySelectorAll(PLACES[part])) {
    place.setAttribute("data-highlight", part);
    if (place.closest(".rail")) place.scrollIntoView({ block: "nearest" });
  }
}
