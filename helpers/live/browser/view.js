// One view of a live figure: still pictures and strokes on one canvas, and native controls under it.
//
// Nothing here knows about axes or data. With a kernel behind it (`model`) a change of a control is sent, and strokes come back.
// With every frame at hand (`ahead`), or in a page without a kernel, strokes are looked up instead.

import { element } from "../../browser/element.js";
import { ownKeys } from "../../browser/keys.js";
import { controlOf } from "./controls.js";
import { decoded, Drawer } from "./draw.js";
import { Handle } from "./handles.js";
import { panelOf } from "./panel.js";
import { identifier, nearest } from "./stops.js";
import { Updates } from "./updates.js";

export const SETTLED_AFTER = 300; // ms after the last change until the kernel and screen readers are told where an ahead figure stands

// What readers have set and no kernel has confirmed, by figure: a cell that is run again may make its figure before it hears of it.
const unconfirmed = (globalThis.liveFigureUnconfirmed ??= new Map());

const SCREEN = 560; // CSS pixels of a notebook that are seen at once on a laptop's screen
const AROUND = 160; // those of a window that menus and the like take
const PADDING = 8; // above and below a figure
const [BESIDE_FROM, PANEL_BESIDE] = [700, 276]; // from which width on controls can stand beside a picture, and how much they take

export const page = (globalThis.liveFigurePage ??= Math.random().toString(36).slice(2)); // Colab has one for each output, elsewhere there is one

// A button that runs the cells above and this one. JupyterLab runs the command that an element names when it is clicked.
function runAgain() {
  const button = element("button", { type: "button" }, "Run all above, and this cell");
  button.addEventListener("click", () => {
    for (const command of ["notebook:run-all-above", "notebook:run-cell"]) {
      const link = element("span", { "data-commandlinker-command": command, hidden: "" });
      button.after(link);
      link.click();
      link.remove();
    }
  });
  return button;
}

export class View {
  constructor(root, picture, model) {
    this.model = model;
    this.name = `${page}-${identifier()}`; // the kernel's answers go to all views of a figure; this says whose they are
    this.specs = picture.controls;
    this.drawer = new Drawer();
    this.layers = [];
    this.frame = [];
    this.drawn = 0;
    this.updates = new Updates(this);
    this.messages = new Map();
    this.queue = Promise.resolve();
    this.kept = picture.kept;
    this.build(root, picture);
    this.receive(picture, picture.buffers);
    this.queue = this.queue.then(() => this.catchUp());
  }

  build(root, picture) {
    this.canvas = element("canvas", { role: "img" });
    this.spoken = element("div", { class: "live-spoken", "aria-live": "polite" });
    this.message = element("div", { class: "live-message", role: "status" });
    this.progress = element("progress", { "aria-label": "Preparing the figure", max: 1, hidden: "" });
    this.controls = Object.fromEntries(this.specs.map((spec) => [spec.name, controlOf(spec, this)]));
    const reset = element("button", { type: "button" }, "Reset");
    reset.addEventListener("click", () => this.reset());
    const all = Object.values(this.controls);
    this.handles = (picture.handles ?? []).map((track) => new Handle(track, this));
    const points = this.handles.map((handle) => handle.node);
    this.inputs = [...all.flatMap((control) => control.inputs), ...points, reset];
    this.paper = element("img", { class: "live-paper", alt: "" });
    this.stage = element("div", { class: "live-stage" }, this.canvas, this.paper, ...points);
    this.place = picture.controls_at ?? "below";
    const under = this.specs.filter((spec) => spec.under && this.place === "below");
    this.panel = panelOf(this.specs.filter((spec) => !under.includes(spec)), this.controls, reset);
    const sliders = under.map((spec) => this.controls[spec.name].node);
    this.body = element("div", { class: `live-body live-${this.place}` }, this.stage, ...sliders, this.panel);
    this.root = element("div", { class: "live-figure" }, this.body, this.progress, this.message, this.spoken);
    if (this.place === "above") this.body.prepend(this.panel);
    ownKeys(this.root, (event) => event.key !== "Escape" && this.leave());
    root.append(this.root);
  }

  // A reader's change.

  changed(name, settled = false) {
    this.tell("typed", "");
    this.touched = this.moved = true;
    for (const spec of this.specs) if (spec.kind === "guess" && name && name !== spec.name) this.controls[spec.name].forget();
    if (this.kept) unconfirmed.set(this.kept, this.values());
    this.suit();
    if (!this.ahead) return this.updates.change();
    this.lookUp();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), settled ? 0 : SETTLED_AFTER);
  }

  // Go where the reader was when the cell was run again.
  catchUp() {
    const values = unconfirmed.get(this.kept);
    if (!values) return;
    this.showValues(values);
    this.changed(null, true);
  }

  // Let what depends on the controls follow them at once: handles, and bands that are about some values of other controls.
  suit() {
    const values = this.values();
    for (const control of Object.values(this.controls)) control.suit?.(values);
    for (const handle of this.handles) handle.show();
  }

  reset() {
    for (const spec of this.specs) {
      this.controls[spec.name].forget?.();
      this.controls[spec.name].show(spec.start);
    }
    this.tell("typed", "");
    this.changed(null, true);
  }

  // Keep values in the order that was asked for: none passes the one that it stays above, nor one that stays above it.
  inOrder(control, next) {
    const { above, name } = control.spec;
    const low = this.controls[above]?.value() ?? -Infinity;
    const high = Math.min(...this.specs.filter((spec) => spec.above === name).map((spec) => this.controls[spec.name].value()));
    if (next > low && next < high) return next;
    const allowed = control.stops.filter((stop) => stop > low && stop < high);
    return allowed.length ? allowed[nearest(allowed, next)] : control.value();
  }

  values() {
    return Object.fromEntries(this.specs.map((spec) => [spec.name, this.controls[spec.name].value()]));
  }

  showValues(values) {
    for (const [name, value] of Object.entries(values ?? {})) this.controls[name].show(value);
  }

  // Talking with the kernel.

  // Tell the kernel where an ahead figure has come to rest. It does not have to draw, so nothing waits for an answer.
  settle() {
    if (!this.ahead || !this.touched) return;
    clearTimeout(this.settling);
    this.touched = false;
    this.post({ kind: "rest", view: this.name, values: this.values() });
  }

  // The cell may be run next: a number that was typed counts, and the kernel has to know where the reader is.
  leave() {
    for (const control of Object.values(this.controls)) control.leave?.();
    this.settle();
  }

  post(message) {
    if (!this.model || this.dead) return;
    try {
      this.model.send(message);
    } catch {
      this.disconnect();
    }
  }

  // Whether messages reach the kernel, as far as the front end says so.
  get connected() {
    const kernel = this.model?.widget_manager?.kernel;
    return navigator.onLine && (kernel?.connectionStatus ?? "connected") === "connected";
  }

  // Tell the kernel what this screen needs; it answers if it has anything newer, sharper or narrower than what is here.
  hello() {
    const width = this.root.parentElement?.clientWidth;
    if (!width || this.serial === undefined) return; // not in sight, or its first picture is not decoded yet
    this.suit(); // bands that don't go with the values take no room
    const beside = this.place === "beside" && width >= BESIDE_FROM ? PANEL_BESIDE : 0;
    const ratio = window.devicePixelRatio || 1;
    this.post({ kind: "hello", page, view: this.name, serial: this.serial, ratio, width: width - beside, height: this.room() });
  }

  // The height that is left for the picture where it is to stand on one screen with its controls, in CSS pixels.
  room() {
    const beside = this.body.offsetHeight - this.stage.offsetHeight;
    return Math.max(SCREEN, window.innerHeight - AROUND) - Math.max(0, beside) - PADDING;
  }

  // Pictures are decoded aside, so messages are taken one after the other.
  receive(message, buffers) {
    this.queue = this.queue.then(() => this.take(message, buffers)).catch((error) => console.error(error));
  }

  async take(message, buffers) {
    if (message.view === this.name && message.id) this.updates.acknowledge(message); // to rest is told without a number
    if (message.view === this.name && this.updates.done && !(this.ahead && this.touched)) unconfirmed.delete(this.kept);
    if (message.kind === "progress") return this.takeProgress(message);
    if (message.kind === "values") return this.takeValues(message);
    this.tell("error", message.error ?? "");
    this.tell("printed", message.printed ?? "");
    (message.handles ?? []).forEach((track, i) => this.handles[i].follow(track));
    if (message.packet && !(await this.takePicture(message, buffers))) return;
    // A reader's hand goes before an answer that is already out of date.
    if (this.updates.done && !(this.ahead && this.moved)) this.showValues(message.values);
    if (this.ahead) this.lookUp();
    else this.paintSoon();
  }

  takeProgress({ part }) {
    this.progress.hidden = part >= 1;
    this.progress.value = part;
  }

  takeValues({ serial, view, values, error }) {
    this.serial = serial;
    if (this.touched) return; // the reader has moved on
    if (view !== this.name) this.showValues(values);
    if (this.ahead) this.lookUp();
    if (error) this.tell("error", error); // an observer's, too, which no frame knows
  }

  async takePicture(message, buffers) {
    const strokes = this.drawer.unpack(message.packet, buffers[0]);
    if (!strokes) {
      this.serial = -1; // something was sent before this view was there: ask for all of it
      this.hello();
      return false;
    }
    await Promise.all(strokes.map(async (stroke) => stroke.picture && (stroke.image = await decoded(buffers[stroke.picture]))));
    if (message.layers) await this.takeLayers(message, buffers);
    this.serial = message.serial;
    if (message.ahead) {
      this.ahead = { strokes, ...message.ahead };
      this.progress.hidden = true;
    } else if (!this.ahead) {
      this.frame = message.frame.map((indices) => indices.map((i) => strokes[i]));
      this.describe(message.text, message.values);
    }
    return true;
  }

  async takeLayers({ size, ratio, layers, turns_dark, under }, buffers) {
    this.layers = await Promise.all(layers.map((i) => i && decoded(buffers[i])));
    const [width, height] = (this.size = size); // not earlier: until all is there, what was there before may be painted
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    this.canvas.classList.toggle("live-turns-dark", turns_dark);
    this.root.style.setProperty("--live-width", `${width}px`);
    for (const [name, [left, right]] of Object.entries(under)) {
      const { style } = this.controls[name].node;
      style.setProperty("--left", `${100 * left}%`);
      style.setProperty("--right", `${100 * (1 - right)}%`);
    }
  }

  // On the screen.

  lookUp() {
    const index = this.specs.reduce((sum, spec, i) => sum * this.ahead.counts[i] + this.controls[spec.name].position(), 0);
    const { strokes, frames, texts, errors } = this.ahead;
    this.tell("error", errors[index] ?? "");
    if (errors[index]) return; // the last good picture stays
    this.frame = frames[index].map((indices) => indices.map((i) => strokes[i]));
    this.describe(texts[index], this.values());
    this.paintSoon();
  }

  describe(text, values) {
    this.shown = values;
    if (text === this.text) return; // an answer that only confirms what a reader set must not keep it from being said
    this.text = text;
    clearTimeout(this.speaking);
    if (this.moved) this.speaking = setTimeout(() => (this.spoken.textContent = this.text), 2 * SETTLED_AFTER);
  }

  paintSoon() {
    this.painting ??= requestAnimationFrame(() => {
      this.painting = undefined;
      this.paint();
    });
  }

  paint() {
    const context = this.canvas.getContext("2d");
    const { width, height } = this.canvas;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    this.frame.forEach((strokes, i) => {
      context.setTransform(1, 0, 0, 1, 0, 0);
      if (this.layers[i]) context.drawImage(this.layers[i], 0, 0, width, height);
      for (const stroke of strokes) this.drawer.draw(context, width / this.size[0], stroke);
    });
    this.suit();
    this.canvas.setAttribute("aria-label", this.text);
    this.root.dataset.drawn = ++this.drawn;
    this.root.dataset.values = JSON.stringify(this.shown);
  }

  // Say something under the figure. Each topic has one text at most; an empty one takes it away.
  tell(topic, text) {
    if ((this.messages.get(topic) ?? "") === text) return;
    if (text) this.messages.set(topic, text);
    else this.messages.delete(topic);
    const told = [...this.messages].map(([name, words]) => element("pre", { class: `live-${name}` }, words));
    this.message.replaceChildren(...told, ...(this.again ? [this.again] : []));
  }

  disconnect() {
    this.dead = true;
    this.tell("busy", "");
    if (this.ahead) return; // it needs no kernel
    for (const input of this.inputs) input.disabled = true;
    if (this.root.closest(".jp-Notebook")) this.again = runAgain();
    this.tell("dead", "The kernel has restarted, so this figure no longer follows. Choose Run All Above in the menu Run, then run this cell.");
  }

  // Put a picture in the canvas's place while the page is printed: some browsers print a canvas black.
  print() {
    this.paper.src = this.canvas.toDataURL();
    this.paper.alt = this.text;
  }
}
