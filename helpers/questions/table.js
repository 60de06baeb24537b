// A table with numbers to fill in: a box for each, and the reply to the one that was typed last.

import { element } from "../browser/element.js";
import { numberIn } from "../browser/numbers.js";
import { rendered, words } from "./asked.js";

const CLOSE = 1e-6;

// Whether a text is right, and what to say of it.
function judged(blank, text) {
  const number = numberIn(text);
  const is = (other) => Math.abs(number - other) <= CLOSE * Math.max(1, Math.abs(other));
  if (Number.isNaN(number)) return [false, "A number is asked for, such as −0.5."];
  if (is(blank.answer)) return [true, blank.why];
  return [false, (blank.wrong.find(([other]) => is(other)) ?? [null, blank.otherwise])[1]];
}

export function mount(root, table, typed = [], keep = () => {}) {
  const reply = element("div", { class: "question-reply", role: "status" }); // there from the start, so that its change is spoken
  const boxes = [];
  const judge = (place, say) => {
    const { box, mark, blank, name } = boxes[place];
    const [right, said] = box.value.trim() ? judged(blank, box.value) : [null, ""];
    mark.textContent = right === null ? "" : right ? "✓" : "✗";
    mark.className = `table-mark ${right ? "question-right" : "question-wrong"}`;
    if (right === false) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    if (!say) return;
    reply.replaceChildren();
    if (right === null) return;
    const all = boxes.every((each) => each.box.value.trim() && judged(each.blank, each.box.value)[0]);
    const verdict = element("b", {}, `${name}: ${right ? "right" : "not quite"}.`);
    const closing = all ? [" ", element("b", {}, "All of it is right.")] : [];
    reply.append(element("p", { class: right ? "question-right" : "question-wrong" }, verdict, " ", ...words(said), ...closing));
  };
  const cell = (content, column, row) => {
    if (typeof content === "string") return element(column ? "td" : "th", column ? {} : { scope: "row" }, ...words(content));
    const name = `${row[0]}, ${table.columns[column]}`;
    const box = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": name });
    const mark = element("span", { class: "table-mark", "aria-hidden": "true" });
    const place = boxes.push({ box, mark, blank: content, name }) - 1;
    box.value = typed[place] ?? "";
    box.addEventListener("change", () => {
      judge(place, true);
      keep(boxes.map((each) => each.box.value));
    });
    return element("td", {}, box, mark);
  };
  const head = element("tr", {}, ...table.columns.map((column) => element("th", { scope: "col" }, ...words(column))));
  const body = table.rows.map((row) => element("tr", {}, ...row.map((content, column) => cell(content, column, row))));
  const text = element("p", { class: "question-text" }, ...words(table.text));
  const whole = element("table", { "aria-label": table.text }, element("thead", {}, head), element("tbody", {}, ...body));
  const keys = { "data-lm-suppress-shortcuts": "true" }; // keys are the boxes', not the notebook's
  const wide = element("div", { class: "question-wide", tabindex: "0", role: "group", "aria-label": table.text, ...keys }, whole);
  const shown = element("div", { class: "question", ...keys }, text, wide, reply);
  shown.addEventListener("keydown", (event) => event.stopPropagation());
  root.append(shown);
  const show = (next) => boxes.forEach(({ box }, place) => {
    if (document.activeElement !== box) box.value = next[place] ?? "";
    judge(place, false);
  });
  show(typed);
  return show;
}

export default { render: rendered(mount, "typed") };
