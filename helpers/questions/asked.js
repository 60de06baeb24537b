// What a question and a table have in common.

import { element } from "../browser/element.js";
import { ownKeys } from "../browser/keys.js";

// What stands between backticks is code.
export function words(text) {
  return text.split("`").map((part, place) => (place % 2 ? element("code", {}, part) : part));
}

// The sign and the word of each verdict; no colour says anything alone.
export const SIGNS = { right: "✓", "not quite": "✗", perhaps: "?" };
export const LOOKS = { right: "is-right", "not quite": "is-wrong", perhaps: "is-perhaps" };

export function verdictWord(verdict) {
  return element("b", { class: "word" }, `${verdict[0].toUpperCase()}${verdict.slice(1)}.`);
}

// Return what surrounds a card, as all that is asked has it.
export function framed(card) {
  const frame = element("div", { class: "lessons" }, card);
  ownKeys(frame);
  return frame;
}

// Show what a choice has changed where the reader doesn't see it; what is seen already stays where it is.
export function bringIntoView(node) {
  requestAnimationFrame(() => node.scrollIntoView({ block: "nearest" }));
}

// How a widget is shown: `mount` makes it, the trait holds what the reader did, and every view of it follows.
export function rendered(mount, trait) {
  return ({ model, el }) => {
    const show = mount(el, model.get("_question"), model.get(trait), (done) => {
      model.set(trait, done);
      if (model.comm_live !== false) model.save_changes();
    });
    const update = () => show(model.get(trait));
    model.on(`change:${trait}`, update);
    return () => model.off(`change:${trait}`, update);
  };
}
