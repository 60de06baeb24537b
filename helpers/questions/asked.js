// What a question and a table have in common.

import { element } from "../browser/element.js";

// What stands between backticks is code.
export function words(text) {
  return text.split("`").map((part, place) => (place % 2 ? element("code", {}, part) : part));
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
