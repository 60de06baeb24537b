// One question: a field set, a button for each choice, and the reply to the one that was chosen.

import { element } from "../browser/element.js";
import { rendered, words } from "./asked.js";

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

export default { render: rendered(mount, "chosen") };
