// Controls: each has `value()`, `position()`, `show(value)`, a node and its inputs; a reader's change calls the view's `changed()`.

import { element } from "../../browser/element.js";
import { ambiguous, numberIn, say } from "../../browser/numbers.js";
import { Bands } from "./bands.js";
import { identifier, nearest } from "./stops.js";
import { Player } from "./player.js";

// A slider that moves from stop to stop, and a box for any number between its ends.
class NumberControl {
  constructor(spec, view) {
    this.spec = spec;
    this.view = view;
    this.label = spec.label;
    this.stops = spec.positions;
    this.last = spec.positions.length - 1;
    this.number = spec.start;
    this.typing = false; // an answer of the kernel must not wipe out what is being typed
    this.typed = false; // what was typed has not been taken yet
    this.slider = this.makeSlider(identifier());
    this.box = this.makeBox();
    this.bands = (spec.bands ?? []).map((band) => new Bands(band, this));
    this.player = spec.plays ? new Player(this, view) : null;
    this.node = this.makeNode();
    this.inputs = [...this.node.querySelectorAll("input, button, select")];
  }

  makeSlider(id) {
    const slider = element("input", { type: "range", id, min: 0, max: this.last, step: 1, "data-control": this.spec.name });
    slider.addEventListener("input", () => this.set(this.stops[slider.valueAsNumber]));
    slider.addEventListener("change", () => this.view.settle());
    return slider;
  }

  makeBox() {
    const { label, low, high, name } = this.spec;
    const box = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", "data-control": name });
    box.setAttribute("aria-label", `${label} as a number, from ${say(low)} to ${say(high)}`);
    box.addEventListener("input", () => (this.typing = this.typed = true));
    // Firefox fires no change where what is typed is what stood there when the box got the focus, whatever has been there since.
    for (const name of ["change", "blur"]) box.addEventListener(name, () => this.leave());
    box.addEventListener("keydown", (event) => this.key(event));
    return box;
  }

  makeNode() {
    const label = element("label", { for: this.slider.id }, this.label);
    const rail = element("span", { class: "live-rail" }, this.slider);
    const [low, high] = [this.stops[0], this.stops[this.last]];
    this.zero = low < 0 && high > 0 ? (0 - low) / (high - low) : 0;
    if (this.zero) rail.classList.add("live-signed");
    if (this.bands.length) this.slider.setAttribute("aria-describedby", this.bands.map((band) => band.legend.id).join(" "));
    const bands = this.bands.flatMap((band) => band.nodes);
    if (this.spec.under) return element("div", { class: "live-under" }, ...bands, rail, element("div", {}, label, this.box));
    const look = bands.length ? "live-control live-banded" : "live-control";
    if (!this.player) return element("div", { class: look }, ...bands, label, rail, this.box);
    const { buttons, speed } = this.player;
    return element("div", { class: "live-plays" }, element("span", { class: "live-play" }, ...buttons), ...bands, label, rail, this.box, speed);
  }

  value() {
    return this.number;
  }

  position() {
    return nearest(this.stops, this.number);
  }

  // A value in words: as precise as the stops are, unless it lies between them.
  words(value) {
    const stop = this.stops.indexOf(value);
    return (stop >= 0 && this.spec.labels?.[stop]) || say(value);
  }

  // Take what was typed, once.
  leave() {
    if (!this.typed) return;
    this.typed = false;
    this.take(this.box.value);
  }

  take(text) {
    const { spec, view, label } = this;
    const number = numberIn(text);
    if (Number.isFinite(number) && (!spec.whole || Number.isInteger(number)) && number >= spec.low && number <= spec.high) {
      const wanted = view.ahead ? this.stops[nearest(this.stops, number)] : number;
      this.set(wanted);
      if (this.number !== number) view.tell("typed", `${label} takes ${this.words(this.number)}, the stop nearest to ${say(number)}.`);
      return;
    }
    this.box.setAttribute("aria-invalid", "true");
    const kind = spec.whole ? "a whole number" : "a number";
    const why = ambiguous(text) ? ` Write ${text.trim().replace(",", "")} or ${text.trim().replace(",", ".")}.` : "";
    view.tell("typed", `${label} takes ${kind} from ${say(spec.low)} to ${say(spec.high)}; “${text}” changed nothing.${why}`);
  }

  key(event) {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter") this.leave();
    if (event.key === "Escape") {
      this.forget();
      this.show(this.number);
      this.view.tell("typed", "");
    }
    if (!steps) return;
    event.preventDefault();
    this.goTo(this.position() + steps);
  }

  goTo(stop) {
    this.set(this.stops[Math.max(0, Math.min(this.last, stop))]);
  }

  // Take a value of the reader's, whatever plays; `put` takes a stop without ending what plays.
  set(next) {
    this.player?.pause();
    this.change(this.view.inOrder(this, next));
  }

  put(stop) {
    this.change(this.stops[stop]);
  }

  change(next) {
    this.typing = this.typed = false;
    this.show(next);
    this.view.changed(this.spec.name);
  }

  forget() {
    this.typing = this.typed = false;
    this.player?.pause();
  }

  show(next) {
    this.number = next;
    const position = this.position();
    const share = position / this.last;
    const zero = this.zero && nearest(this.stops, 0) / this.last;
    this.slider.value = position;
    for (const [name, part] of Object.entries({ now: share, from: Math.min(zero, share), to: Math.max(zero, share), zero })) {
      this.node.style.setProperty(`--${name}`, part);
    }
    this.sayValue();
    if (this.typing) return;
    this.box.value = this.box.defaultValue = this.words(next); // WebKit, coming back to a page, shows the default
    this.box.removeAttribute("aria-invalid");
  }

  // Show those bands that are about the values of the other controls.
  suit(values) {
    if (!this.bands.length) return;
    for (const band of this.bands) band.suit(values);
    this.sayValue();
  }

  sayValue() {
    const said = this.bands.filter((band) => !band.hidden).map((band) => band.show(this.position()));
    this.slider.setAttribute("aria-valuetext", [this.words(this.number), ...said].join(", "));
  }
}

class SwitchControl {
  constructor(spec, view) {
    this.box = element("input", { type: "checkbox", "data-control": spec.name });
    this.box.addEventListener("change", () => view.changed(spec.name, true));
    this.node = element("div", { class: "live-control" }, element("label", { class: "live-wide" }, this.box, ` ${spec.label}`));
    this.inputs = [this.box];
  }

  value() {
    return this.box.checked;
  }

  position() {
    return Number(this.box.checked);
  }

  show(next) {
    this.box.checked = next;
  }
}

class ChoiceControl {
  constructor(spec, view) {
    const id = identifier();
    const options = spec.labels.map((label, i) => element("option", { value: i }, label));
    this.list = element("select", { id, "data-control": spec.name }, ...options);
    this.list.addEventListener("change", () => view.changed(spec.name, true));
    const list = element("span", { class: "live-rest" }, this.list);
    this.node = element("div", { class: "live-control" }, element("label", { for: id }, spec.label), list);
    this.inputs = [this.list];
  }

  value() {
    return this.list.selectedIndex;
  }

  position() {
    return this.list.selectedIndex;
  }

  show(next) {
    this.list.selectedIndex = next;
  }
}

// A box for a guess at what the next stop of another control brings: null while there is none.
class GuessControl {
  constructor(spec, view) {
    this.spec = spec;
    this.view = view;
    this.guess = null;
    this.typed = false; // what was typed has not been taken yet
    const id = identifier();
    this.box = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", id, "data-control": spec.name });
    this.box.addEventListener("input", () => (this.typed = true));
    for (const name of ["change", "blur"]) this.box.addEventListener(name, () => this.leave());
    this.box.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && this.enter());
    const box = element("span", { class: "live-rest live-guess" }, this.box);
    this.node = element("div", { class: "live-control" }, element("label", { for: id }, spec.label), box);
    this.inputs = [this.box];
  }

  value() {
    return this.guess;
  }

  position() {
    return 0;
  }

  show(next) {
    this.guess = next;
    if (this.typed) return;
    this.box.value = this.box.defaultValue = next === null ? "" : say(next);
    this.box.removeAttribute("aria-invalid");
  }

  // Judge what was typed; or, where nothing is new, go on. A guess that is still being judged is to be seen judged first.
  enter() {
    if (this.typed) return this.leave();
    if (!this.view.updates.done) return;
    const { of } = this.spec;
    this.view.controls[of].goTo(this.view.controls[of].position() + 1);
  }

  leave() {
    if (!this.typed) return;
    this.typed = false;
    const text = this.box.value;
    const number = text.trim() ? numberIn(text) : null;
    if (Number.isNaN(number)) {
      this.box.setAttribute("aria-invalid", "true");
      return this.view.tell("typed", `${this.spec.label} takes a number; “${text}” is none.`);
    }
    this.show(number);
    this.view.changed(this.spec.name);
  }

  // Something else has changed: a guess was about what was there before.
  forget() {
    this.typed = false;
    this.show(null);
  }
}

const KINDS = { guess: GuessControl, number: NumberControl, switch: SwitchControl, choice: ChoiceControl };

export function controlOf(spec, view) {
  const control = new KINDS[spec.kind](spec, view);
  if (spec.color) control.node.style.setProperty("--tone", spec.color);
  return control;
}
