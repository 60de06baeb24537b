// The pad: a reader draws a digit, and their network says what it is while the pen moves.
//
// With a kernel behind it (`model`) the reader's own function answers, in Python. The weights that came with the page answer before it, so
// that nobody waits for a kernel far away, as long as both say the same. Without a kernel they answer alone. The pad says which it is.

import { element } from "../../browser/element.js";
import { ownKeys } from "../../browser/keys.js";
import { Updates } from "../../live/browser/updates.js";
import { countsOf } from "./counts.js";
import { layersOf, probabilitiesOf } from "./network.js";
import { keepUndo, Paper, svg } from "./paper.js";

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const SPOKEN_AFTER = 700; // ms without a change until the answer is read out
const [SURE, UNSURE] = [0.9, 0.5];

const SAME = 1e-3; // between two probabilities that are taken for the same

const WHO = {
  both: "Your weights answer at once, and your own function, in Python, confirms it.",
  python: "Your own function answers, in Python.",
  page: "The weights stored in this page answer.",
  restarted: "The kernel has restarted. The weights stored in this page answer until you run the cell again.",
  busy: "Python is busy. Until it is free, the weights stored in this page answer.",
};
const NOBODY = "No kernel answers, and this network can't be stored in a page. Run the cell again.";

class Pad {
  constructor(root, content, ink, keep, model) {
    this.model = model;
    this.name = Math.random().toString(36).slice(2); // the kernel's answers go to all views; this says whose they are
    this.stored = content.stored;
    this.layers = content.layers && layersOf(content.layers);
    this.agrees = Boolean(this.layers); // whether Python, as far as it has answered, says what the stored weights say
    this.asked = new Map(); // the counts that Python was asked about, by the number of the message
    this.keep = keep;
    this.updates = new Updates(this);
    this.paper = new Paper(this.stored, (rests) => this.drawn(rests));
    this.build(root);
    this.say("error", content.error ?? "");
    this.paper.ink = this.sound(ink);
    this.paper.show();
    this.look();
  }

  build(root) {
    this.who = element("span");
    this.cells = Array.from({ length: 64 }, (_, i) => svg("rect", { x: i % 8, y: Math.floor(i / 8), width: 1, height: 1 }));
    this.picture = svg("svg", { class: "pad-counts", viewBox: "0 0 8 8", role: "img" }, ...this.cells);
    this.rows = DIGITS.map((digit) => barOf(digit));
    this.verdict = element("p", { class: "pad-verdict" });
    this.message = element("div", { class: "pad-message", role: "status" });
    this.spoken = element("div", { class: "unseen", "aria-live": "polite" });
    const buttons = [button("Undo", () => this.paper.back()), button("Clear", () => this.paper.clear())];
    const draw = part("You draw", this.paper.node, this.paper.help, element("p", { class: "pad-buttons" }, ...buttons));
    const sees = part("It sees", this.picture, this.verdict);
    const answers = part("It answers", element("ul", { class: "pad-bars" }, ...this.rows.map(({ row }) => row)));
    const chosen = DIGITS.map((digit) => button(String(digit), () => this.choose(digit), `Put down a stored ${digit}`));
    const keys = element("span", { class: "pad-keys" }, "Arrow keys move it, Shift + arrow keys smear it.");
    const stored = element("div", { class: "pad-stored" }, element("span", {}, "Or take a digit from the data:"), element("p", {}, ...chosen));
    const foot = element("p", { class: "kicker" }, keys, this.who);
    const stages = element("div", { class: "pad-stages" }, draw, sees, answers);
    const card = element("div", { class: "card pad", role: "group", "aria-label": "A pad to draw digits on" }, stages, stored, foot, this.message, this.spoken);
    this.root = element("div", { class: "lessons" }, card);
    ownKeys(this.root, keepUndo);
    root.append(this.root);
  }

  // What the reader does.

  choose(digit) {
    this.paper.putDown(digit);
    this.paper.node.focus({ preventScroll: true });
  }

  // The ink has changed; one picture is made of it in each frame, however often a pen reports.
  drawn(rests) {
    this.began ??= performance.now();
    this.looking ??= requestAnimationFrame(() => {
      this.looking = undefined;
      this.look();
    });
    if (rests) this.keep(this.paper.ink);
  }

  // Show ink that comes from elsewhere: from a run before, or from another view of this pad.
  showInk(ink) {
    if (JSON.stringify(ink) === JSON.stringify(this.paper.ink)) return;
    this.paper.ink = this.sound(ink);
    this.paper.show();
    this.look();
  }

  // Those marks that are marks: they may come from anywhere.
  sound(ink) {
    const isPoint = (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
    const isMark = (mark) => mark?.path?.length && mark.path.every(isPoint) && (mark.digit === undefined || this.stored[mark.digit]);
    return ink.filter(isMark);
  }

  look() {
    const seen = countsOf(this.paper.ink, (digit) => this.paper.bitmap(digit));
    this.counts = seen?.counts ?? null;
    this.paper.mark(seen?.corners);
    this.cells.forEach((cell, place) => cell.setAttribute("fill-opacity", (this.counts?.[place] ?? 0) / 16));
    this.picture.setAttribute("aria-label", this.counts ? `What the network sees: ${rowsOf(this.counts)}` : "What the network sees: nothing yet");
    this.ask();
  }

  // Who answers.

  ask() {
    this.tellWho();
    if (this.counts === null) return this.show(null);
    const alone = !this.model || this.dead;
    if (!alone) this.updates.change();
    if (alone || this.slow || this.agrees) this.askStored();
  }

  askStored() {
    this.say("error", this.layers ? "" : NOBODY);
    if (this.layers) this.show(probabilitiesOf(this.layers, this.counts), "page");
  }

  tellWho() {
    const alive = this.slow ? "busy" : this.agrees ? "both" : "python";
    this.who.textContent = WHO[!this.model ? "page" : this.dead ? "restarted" : alive];
  }

  // What `Updates` needs: where the reader is, a way to the kernel, and whether it answers.

  values() {
    return this.counts;
  }

  post(message) {
    this.asked.set(message.id, message.values);
    try {
      this.model.send(message);
    } catch {
      this.disconnect();
    }
  }

  tell(_, text) {
    const slow = Boolean(text);
    if (slow === Boolean(this.slow)) return;
    this.slow = slow;
    this.tellWho();
    if (slow && this.counts) this.askStored();
  }

  get connected() {
    return true;
  }

  receive(message) {
    if (message.view !== this.name) return;
    const counts = this.asked.get(message.id);
    for (const id of this.asked.keys()) if (id <= message.id) this.asked.delete(id);
    this.updates.acknowledge(message);
    this.say("error", message.error);
    this.say("printed", message.printed);
    if (!counts) return;
    this.agrees = Boolean(this.layers && message.probabilities) && same(probabilitiesOf(this.layers, counts), message.probabilities);
    this.tellWho();
    if (this.counts && (this.updates.done || !this.agrees)) this.show(message.error ? null : message.probabilities, "python");
  }

  disconnect() {
    if (this.dead) return;
    this.dead = true;
    this.ask();
  }

  // On the screen.

  show(probabilities, by) {
    const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : -1;
    this.rows.forEach(({ row, bar, share }, digit) => {
      row.classList.toggle("is-best", digit === best);
      bar.style.setProperty("--share", probabilities?.[digit] ?? 0);
      share.textContent = probabilities ? percent(probabilities[digit]) : "";
    });
    this.verdict.replaceChildren(...(probabilities ? verdictOn(probabilities, best) : []));
    if (this.began && probabilities) this.root.dataset.took = performance.now() - this.began;
    this.began = undefined;
    this.root.dataset.answer = best < 0 ? "" : best;
    this.root.dataset.by = by ?? "";
    clearTimeout(this.speaking);
    const said = probabilities ? `${this.verdict.textContent}.` : "";
    this.speaking = setTimeout(() => this.spoken.textContent === said || (this.spoken.textContent = said), SPOKEN_AFTER);
  }

  // Say something under the pad. Each topic has one text at most; an empty one takes it away.
  say(topic, text) {
    const there = this.message.querySelector(`.pad-${topic}`);
    if ((there?.textContent ?? "") === (text ?? "")) return;
    there?.remove();
    if (text) this.message.append(element("pre", { class: `pad-${topic}` }, text));
  }
}

function same(one, other) {
  return one.every((each, place) => Math.abs(each - other[place]) < SAME);
}

function button(name, act, label) {
  const made = element("button", { type: "button", class: "plain", ...(label && { "aria-label": label }) }, name);
  made.addEventListener("click", act);
  return made;
}

function part(title, ...content) {
  return element("div", { class: "pad-part" }, element("p", { class: "pad-title" }, title), ...content);
}

function barOf(digit) {
  const bar = element("span", { class: "pad-bar" });
  const share = element("span", { class: "pad-share" });
  const row = element("li", {}, element("span", { class: "pad-digit" }, String(digit)), element("span", { class: "pad-rail", "aria-hidden": "true" }, bar), share);
  return { row, bar, share };
}

// No share is rounded to all or nothing.
function percent(share) {
  const whole = Math.round(100 * share);
  if (whole === 100 && share < 1) return "> 99 %";
  return whole === 0 && share > 0 ? "< 1 %" : `${whole} %`;
}

// The answer in words: the digit, and how sure the network is.
function verdictOn(probabilities, best) {
  const second = DIGITS.filter((digit) => digit !== best).reduce((one, other) => (probabilities[other] > probabilities[one] ? other : one));
  const share = probabilities[best];
  const words = share >= SURE ? "" : share >= UNSURE ? `, or ${second}?` : ": it can't tell";
  return [element("b", {}, String(best)), " ", element("span", {}, `${percent(share)}${share >= UNSURE ? " sure" : ""}${words}`)];
}

function rowsOf(counts) {
  return Array.from({ length: 8 }, (_, row) => counts.slice(8 * row, 8 * row + 8).join(" ")).join("; ");
}

export function mount(root, content, ink = [], keep = () => {}, model = null) {
  return new Pad(root, content, ink, keep, model);
}

function render({ model, el }) {
  const keep = (ink) => {
    model.set("ink", ink);
    if (model.comm_live !== false) model.save_changes();
  };
  const pad = mount(el, model.get("_pad"), model.get("ink"), keep, model);
  const receive = (message) => pad.receive(message);
  const disconnect = () => pad.disconnect();
  const follow = () => pad.showInk(model.get("ink"));
  model.on("msg:custom", receive);
  model.on("comm_live_update", disconnect);
  model.on("change:ink", follow);
  return () => {
    model.off("msg:custom", receive);
    model.off("comm_live_update", disconnect);
    model.off("change:ink", follow);
  };
}

export default { render };
