// One question: a field set, a button for each choice, and the reply to the one that was chosen.

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

export function mount(root, question, chosen = -1, choose = null) {
  const reply = element("div", { class: "question-reply", role: "status" }); // there from the start, so that its change is spoken
  const buttons = question.choices.map(({ letter, choice }, place) => {
    const button = element("button", { type: "button" }, element("b", {}, letter), " ", element("span", {}, ...words(choice)));
    button.addEventListener("click", () => (choose ? choose(place) : show(place)));
    return button;
  });
  const show = (place) => {
    buttons.forEach((button, other) => button.setAttribute("aria-pressed", String(other === place)));
    const answer = question.choices[place];
    reply.replaceChildren();
    if (!answer) return;
    const verdict = element("b", {}, `${answer.letter}: ${answer.verdict}.`);
    const look = answer.verdict === "right" ? "question-right" : "question-wrong";
    reply.append(element("p", { class: look }, verdict, " ", ...words(answer.reply)));
  };
  const keys = { "data-lm-suppress-shortcuts": "true" }; // Enter and the space bar are the buttons', not the notebook's
  root.append(
    element(
      "div",
      { class: "question", ...keys },
      element("fieldset", {}, element("legend", {}, ...words(question.text)), ...buttons),
      reply,
    ),
  );
  show(chosen);
  return show;
}

function render({ model, el }) {
  const show = mount(el, model.get("_question"), model.get("chosen"), (place) => {
    model.set("chosen", place);
    if (model.comm_live !== false) model.save_changes();
  });
  const update = () => show(model.get("chosen"));
  model.on("change:chosen", update);
  return () => model.off("change:chosen", update);
}

export default { render };
