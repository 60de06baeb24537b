// The paper that a reader draws on: with mouse, finger or pen, or by keys. It holds the ink; what the ink means is not its business.

import { element } from "../../browser/element.js";
import { bitmapOf, STAMP } from "./counts.js";

const UNITS = 1000; // of the drawing along a side of the paper
const NEAR = 0.004; // of the paper: a point so near to the one before says nothing new
const STEP = 1 / 32; // of the paper, for each press of an arrow key
const PALM = 1500; // ms after a pen was used in which a touch is a hand's that rests
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const MOST_STEPS_BACK = 200;

const HELP =
  "Draw with mouse, finger or pen. Or with keys: 0 to 9 puts down a stored digit, once more the next one; arrow keys move it, and with Shift they smear it. " +
  "On empty paper, arrow keys move a pen, and with Shift they draw. Backspace undoes, Delete clears.";

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export class Paper {
  // `stored` has the label and the counts of each stored digit; `changed` is called at every change, with whether the ink rests.
  constructor(stored, changed) {
    this.stored = stored;
    this.changed = changed;
    this.ink = [];
    this.past = []; // the ink before each change, as text
    this.hand = null; // the pointer that draws, and where it is
    this.penSeen = -Infinity;
    this.keyPen = [0.5, 0.5];
    this.build();
  }

  build() {
    this.frame = svg("polygon", { class: "pad-frame" });
    this.marks = svg("g");
    this.cross = svg("path", { class: "pad-cross", d: "M-26 0H26M0 -26V26" });
    const drawing = svg("svg", { viewBox: `0 0 ${UNITS} ${UNITS}`, "aria-hidden": "true" }, this.frame, this.marks, this.cross);
    this.hint = element("p", { class: "pad-hint", "aria-hidden": "true" }, "Draw a digit here");
    const help = element("p", { class: "unseen", id: `pad-help-${Math.random().toString(36).slice(2)}` }, HELP);
    const named = { role: "application", "aria-label": "Paper to draw a digit on", "aria-describedby": help.id };
    this.node = element("div", { class: "pad-paper", tabindex: "0", ...named }, drawing, this.hint);
    this.help = help;
    this.node.addEventListener("pointerdown", (event) => this.take(event));
    this.node.addEventListener("pointermove", (event) => this.follow(event));
    this.node.addEventListener("pointerup", (event) => this.lift(event));
    this.node.addEventListener("pointercancel", (event) => this.lift(event, true));
    this.node.addEventListener("contextmenu", (event) => this.hand && event.preventDefault());
    this.node.addEventListener("keydown", (event) => this.key(event));
    this.node.addEventListener("blur", () => this.node.classList.remove("by-hand"));
    this.show();
  }

  // The hand. One pointer draws at a time: a second finger is left alone, and so is a palm beside a pen.

  take(event) {
    const isPen = event.pointerType === "pen";
    if (isPen) this.penSeen = event.timeStamp;
    const isPalm = event.pointerType === "touch" && event.timeStamp - this.penSeen < PALM;
    if (event.button !== 0 || isPalm) return;
    if (this.hand && !(isPen && !this.hand.isPen)) return;
    if (this.hand) this.back(); // what touched the paper before the pen was the palm
    event.preventDefault(); // or the page selects text
    this.node.classList.add("by-hand");
    this.node.focus({ preventScroll: true });
    this.node.setPointerCapture(event.pointerId);
    this.remember();
    this.hand = { id: event.pointerId, isPen, box: this.node.getBoundingClientRect(), at: null, away: true };
    this.draw([event]);
  }

  follow(event) {
    if (event.pointerType === "pen") this.penSeen = event.timeStamp;
    if (event.pointerId !== this.hand?.id) return;
    const all = event.getCoalescedEvents?.() ?? [];
    this.draw(all.length ? all : [event]);
  }

  lift(event, taken = false) {
    if (event.pointerId !== this.hand?.id) return;
    this.hand = null;
    if (taken) return this.back(); // the system has made something else of it, such as a gesture
    this.tell(true);
  }

  // Draw to where the pointer was. What is off the paper leaves no ink, and the line goes on where it comes back.
  draw(events) {
    const { box } = this.hand;
    for (const { clientX, clientY } of events) {
      const at = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
      this.drawTo(at);
    }
    this.tell(false);
  }

  drawTo(at) {
    const before = this.hand.at ?? at;
    const part = onPaper(before, at);
    const path = this.ink.at(-1)?.path;
    this.hand.at = at;
    if (!part) this.hand.away = true;
    else if (this.hand.away) this.ink.push({ path: distinct(part.map(rounded)) });
    else if (far(path.at(-1), part[1])) path.push(rounded(part[1]));
    else this.hand.at = before;
    if (part) this.hand.away = far(part[1], at);
  }

  // The keys.

  key(event) {
    const back = event.key === "Backspace" || isUndo(event);
    if (this.hand || event.altKey || ((event.ctrlKey || event.metaKey) && !back)) return;
    if (back) this.back();
    else if (event.key === "Delete") this.clear();
    else if (/^[0-9]$/.test(event.key)) this.putDown(Number(event.key));
    else if (event.key in ARROWS) this.step(ARROWS[event.key], event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.node.classList.remove("by-hand");
  }

  // Put a stored digit on clean paper: the next one of those that are this digit.
  putDown(label) {
    const those = this.stored.flatMap((each, place) => (each.label === label ? [place] : []));
    const now = this.ink.length === 1 ? those.indexOf(this.ink[0].digit) : -1;
    this.remember();
    this.ink = [{ digit: those[(now + 1) % those.length], path: [[0.5, 0.5]] }];
    this.tell(true);
  }

  // Move what is on the paper last, or the pen that keys move; with `leaves`, ink stays behind.
  step([right, down], leaves) {
    const last = this.ink.at(-1);
    const held = last?.digit === undefined ? null : last;
    const from = held ? held.path.at(-1) : this.keyPen;
    const to = rounded([right, down].map((by, axis) => Math.min(1, Math.max(0, from[axis] + by * STEP))));
    if (held || leaves) this.remember();
    if (held) held.path.splice(leaves ? held.path.length : -1, leaves ? 0 : 1, to);
    else if (leaves && this.drawsByKey) last.path.push(to);
    else if (leaves) this.ink.push({ path: [from, to] });
    this.keyPen = to;
    this.drawsByKey = !held && leaves;
    this.tell(true);
  }

  // What was drawn before.

  remember() {
    this.past.push(JSON.stringify(this.ink));
    if (this.past.length > MOST_STEPS_BACK) this.past.shift();
    this.drawsByKey = this.drawsByKey && this.ink.length > 0;
  }

  back() {
    if (this.past.length) this.ink = JSON.parse(this.past.pop());
    this.hand = null;
    this.drawsByKey = false;
    this.tell(true);
  }

  clear() {
    if (!this.ink.length) return;
    this.remember();
    this.ink = [];
    this.drawsByKey = false;
    this.tell(true);
  }

  // On the screen.

  // The bitmap of a stored digit, made when it is needed first.
  bitmap(digit) {
    return (this.stored[digit].bitmap ??= bitmapOf(this.stored[digit].counts));
  }

  tell(rests) {
    this.show();
    this.changed(rests);
  }

  show() {
    const shown = this.ink.map(({ digit, path }) => (digit === undefined ? lineAlong(path) : stampsAlong(this.bitmap(digit), path)));
    this.marks.replaceChildren(...shown);
    this.hint.hidden = this.ink.length > 0;
    this.cross.setAttribute("transform", `translate(${this.keyPen.map((each) => each * UNITS)})`);
  }

  // Show which part of the paper is looked at, given its corners.
  mark(corners) {
    this.frame.setAttribute("points", (corners ?? []).map((corner) => corner.map((each) => Math.round(each * UNITS))).join(" "));
  }
}

function isUndo({ key, ctrlKey, metaKey, shiftKey }) {
  return (ctrlKey || metaKey) && !shiftKey && key.toLowerCase() === "z";
}

// Keep from the notebook the one command that the paper has a use for: the notebook would take back an edit of its own.
export function keepUndo(event) {
  if (event.target.matches(".pad-paper") && isUndo(event)) event.target.setAttribute("data-lm-suppress-shortcuts", "");
}

function rounded(point) {
  return point.map((each) => Math.round(each * 1000) / 1000);
}

function far(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1]) >= NEAR;
}

function distinct([start, end]) {
  return far(start, end) ? [start, end] : [start];
}

// Return the ends of that part of a straight line that is on the paper, or null.
function onPaper([x, y], [endX, endY]) {
  let [first, last] = [0, 1];
  for (const [from, to] of [[x, endX], [y, endY]]) { // prettier-ignore
    const [enters, leaves] = from === to ? [from >= 0 && from <= 1 ? 0 : 2, 1] : [-from / (to - from), (1 - from) / (to - from)].sort((a, b) => a - b); // prettier-ignore
    first = Math.max(first, enters);
    last = Math.min(last, leaves);
  }
  return first > last ? null : [first, last].map((part) => [x + part * (endX - x), y + part * (endY - y)]);
}

// A smooth line through the middles between the points.
function lineAlong(path) {
  const [start, ...points] = path.map((point) => point.map((each) => Math.round(each * UNITS)));
  const steps = points.map((point, i) => {
    const next = points[i + 1];
    return next ? `Q${point} ${point.map((each, axis) => (each + next[axis]) / 2)}` : `L${point}`;
  });
  return svg("path", { class: "pad-line", d: `M${start}${steps.join("") || "h0"}` });
}

function stampsAlong(bitmap, path) {
  const side = Math.sqrt(bitmap.length);
  const pixel = (UNITS * STAMP) / side;
  let d = "";
  for (const at of path) {
    const [left, top] = at.map((each) => (each - STAMP / 2) * UNITS);
    for (let row = 0; row < side; row++) {
      let start = bitmap.indexOf(1, row * side);
      while (start >= 0 && start < (row + 1) * side) {
        let end = start;
        while (end < (row + 1) * side && bitmap[end]) end++;
        const width = ((end - start) * pixel).toFixed(1);
        d += `M${(left + (start % side) * pixel).toFixed(1)} ${(top + row * pixel).toFixed(1)}h${width}v${pixel}h-${width}z`;
        start = end < (row + 1) * side ? bitmap.indexOf(1, end) : -1;
      }
    }
  }
  return svg("path", { class: "pad-stamp", d });
}
