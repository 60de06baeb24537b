// One question: a field set, a button for each choice, and under each choice that was tried its reply.

import { element } from "../browser/element.js";
import { LOOKS, SIGNS, bringIntoView, framed, rendered, verdictWord, words } from "./asked.js";

// One choice: `show` says whether it was tried, and whether it is the last that was.
function choice({ letter, choice, reply, verdict }, choose) {
  const sign = element("span", { class: "sign", "aria-hidden": "true" });
  const told = element("span", { class: "unseen" });
  const button = element("button", { type: "button" }, sign, element("span", { class: "choice" }, ...words(choice)), told);
  const said = element("p", { class: `reply ${LOOKS[verdict]}`, hidden: "" }, verdictWord(verdict), " ", ...words(reply));
  const item = element("li", {}, button, said);
  button.addEventListener("click", () => choose(item, said));
  const show = (tried, now) => {
    button.className = tried ? `${LOOKS[verdict]} ${now ? "now" : "past"}` : "";
    button.setAttribute("aria-pressed", String(now));
    sign.textContent = tried ? SIGNS[verdict] : letter;
    told.textContent = tried ? ` (${verdict})` : "";
    said.hidden = !(now || (tried && verdict === "right"));
  };
  return { item, show };
}

function state(question, tried, remembered) {
  if (!tried.length) return "Before you go on";
  if (!tried.some((place) => question.choices[place]?.verdict === "right")) return "Try another";
  if (remembered) return "You have answered this before";
  return tried.length === 1 ? "Solved at once" : `Solved at attempt ${tried.length}`;
}

// `tried` holds the places of the choices that were made, the last one last; `keep` gets it whenever it changes.
export function mount(root, question, tried = [], keep = () => {}) {
  let remembered = tried.length > 0;
  const spoken = element("div", { class: "unseen", role: "status" }); // there from the start, so that its change is spoken
  const kicker = element("p", { class: "kicker" });
  const foot = element("p", { class: "again" });
  const again = element("button", { type: "button", class: "link" }, "Ask me again");
  const take = (places) => {
    remembered = false;
    show(places);
    keep(places);
  };
  const choices = question.choices.map((each, place) =>
    choice(each, (item, said) => {
      take([...tried.filter((other) => other !== place), place]);
      spoken.textContent = said.textContent;
      bringIntoView(item);
    }),
  );
  again.addEventListener("click", () => {
    take([]);
    spoken.textContent = "";
    choices[0].item.querySelector("button").focus();
  });
  const show = (places) => {
    tried = places;
    kicker.textContent = state(question, tried, remembered);
    choices.forEach(({ show }, place) => show(tried.includes(place), tried.at(-1) === place));
    foot.replaceChildren(...(tried.some((place) => question.choices[place]?.verdict === "right") ? [again] : []));
  };
  const legend = element("legend", { class: "asks" }, ...words(question.text));
  const list = element("ol", { class: "choices" }, ...choices.map(({ item }) => item));
  const card = element("div", { class: "card question" }, kicker, element("fieldset", {}, legend, list), foot, spoken);
  root.append(framed(card));
  show(tried);
  return show;
}

export default { render: rendered(mount, "tried") };
