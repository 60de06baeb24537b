// What a question and a table have in common; it stands before the script of each.

function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

// What stands between backticks is code.
function words(text) {
  return text.split("`").map((part, place) => (place % 2 ? element("code", {}, part) : part));
}

// How a widget is shown: `mount` makes it, the trait holds what the reader did, and every view of it follows.
function rendered(mount, trait) {
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
