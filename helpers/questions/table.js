// A table to fill in: a box for each number, a list for each word, and beside each what is to be said of it.

import { element } from "../browser/element.js";
import { numberIn } from "../browser/numbers.js";
import { LOOKS, SIGNS, bringIntoView, framed, rendered, verdictWord, words } from "./asked.js";

const CLOSE = 1e-6;

// The verdict on what was filled in, and what to say of it.
function judged(blank, text) {
  const number = numberIn(text);
  const is = blank.words ? (other) => text === other : (other) => Math.abs(number - other) <= CLOSE * Math.max(1, Math.abs(other));
  if (!blank.words && Number.isNaN(number)) return ["not quite", "A number is asked for, such as −0.5."];
  if (is(blank.answer)) return ["right", blank.why];
  return ["not quite", (blank.wrong.find(([other]) => is(other)) ?? [null, blank.otherwise])[1]];
}

function control({ words: offered }, name, why) {
  const attributes = { autocomplete: "off", "aria-label": name, "aria-describedby": why.id };
  if (!offered) return element("input", { type: "text", inputmode: "decimal", ...attributes });
  const options = ["", ...offered].map((word) => element("option", { value: word }, word || "choose …"));
  return element("select", attributes, ...options);
}

// Put a value into a box so that it is still there when the reader comes back to the page.
function fill(box, value) {
  if (box.value !== value) box.value = value;
  for (const option of box.options ?? []) option.defaultSelected = option.selected;
  if (!box.options) box.defaultValue = value;
}

// One blank: its box with its sign, and what is said of it.
function blankOf(blank, name, title, changed) {
  const why = element("p", { id: `why-${Math.random().toString(36).slice(2)}` });
  const box = control(blank, name, why);
  const sign = element("span", { class: "sign", "aria-hidden": "true" });
  const place = element("span", { class: "box" }, box, sign);
  const judge = () => {
    const filled = box.value.trim();
    const [verdict, said] = filled ? judged(blank, filled) : [null, ""];
    place.className = `box ${LOOKS[verdict] ?? ""}`;
    sign.textContent = SIGNS[verdict] ?? "";
    why.className = LOOKS[verdict] ?? "";
    why.replaceChildren(...(verdict ? [title, verdictWord(verdict), " ", ...words(said)] : []));
    if (verdict === "not quite") box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    return verdict;
  };
  box.addEventListener("change", () => {
    fill(box, box.value);
    changed(`${name}: ${judge() ? why.textContent : ""}`, why);
  });
  return { box, place, why, judge };
}

export function mount(root, table, typed = [], keep = () => {}) {
  const spoken = element("div", { class: "unseen", role: "status" }); // there from the start, so that its change is spoken
  const score = element("span");
  const blanks = [];
  const count = () => {
    const right = blanks.filter(({ judge }) => judge() === "right").length;
    score.textContent = right === blanks.length ? "✓ All of it is right." : `${right} of ${blanks.length} right`;
    return right === blanks.length;
  };
  const changed = (said, why) => {
    spoken.textContent = count() ? `${said} All of it is right.` : said;
    keep(blanks.map(({ box }) => box.value));
    bringIntoView(why);
  };
  const row = (cells) => {
    const several = cells.filter((cell) => typeof cell !== "string").length > 1;
    const whys = element("td", { class: "why" });
    const shown = cells.map((content, column) => {
      const head = { "data-head": table.columns[column] };
      if (typeof content === "string") return element(column ? "td" : "th", column ? head : { scope: "row", ...head }, ...words(content));
      const title = several ? `${table.columns[column]}: ` : "";
      const blank = blankOf(content, `${cells[0]}, ${table.columns[column]}`, title, changed);
      blanks.push(blank);
      whys.append(blank.why);
      return element("td", head, blank.place);
    });
    return element("tr", {}, ...shown, whys);
  };
  const explanation = element("th", { scope: "col" }, element("span", { class: "unseen" }, "what is to be said of it"));
  const head = element("tr", {}, ...table.columns.map((column) => element("th", { scope: "col" }, ...words(column))), explanation);
  const whole = element("table", {}, element("thead", {}, head), element("tbody", {}, ...table.rows.map(row)));
  const kicker = element("p", { class: "kicker" }, element("span", {}, "Work it out"), score);
  const legend = element("legend", { class: "asks" }, ...words(table.text));
  const card = element("div", { class: "card question" }, kicker, element("fieldset", {}, legend, whole), spoken);
  root.append(framed(card));
  const show = (next) => {
    blanks.forEach(({ box }, place) => document.activeElement !== box && fill(box, next[place] ?? ""));
    count();
  };
  show(typed);
  return show;
}

export default { render: rendered(mount, "typed") };
