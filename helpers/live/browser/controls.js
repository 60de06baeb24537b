// Controls: each has `value()`, `position()`, `show(value)`, its nodes and its inputs; a reader's change calls the view's `changed()`.

import { element } from "../../browser/element.js";
import { numberIn, say } from "../../browser/numbers.js";
import { Player } from "./player.js";

export function nearest(stops, value) {
  let best = 0;
  stops.forEach((stop, i) => Math.abs(stop - value) < Math.abs(stops[best] - value) && (best = i));
  return best;
}

// Every figure loads this module for itself, so what must differ within a page is counted for the page.
export function identifier() {
  globalThis.liveFigureIdentifiers = (globalThis.liveFigureIdentifiers ?? 0) + 1;
  return `live-${globalThis.liveFigureIdentifiers}`;
}

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
    const id = identifier();
    this.slider = this.makeSlider(id);
    this.box = this.makeBox();
    this.player = spec.plays ? new Player(this, view) : null;
    this.nodes = [element("label", { for: id }, spec.label), this.slider, this.box, ...(this.player ? [this.player.node] : [])];
    this.inputs = [this.slider, this.box, ...(this.player?.node.children ?? [])];
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
    box.addEventListener("input", () => (this.typing = true));
    box.addEventListener("change", () => this.take(box.value));
    box.addEventListener("keydown", (event) => this.key(event));
    return box;
  }

  value() {
    return this.number;
  }

  position() {
    return nearest(this.stops, this.number);
  }

  // Take what was typed.
  take(text) {
    const { spec, view } = this;
    const number = numberIn(text);
    const fits = Number.isFinite(number) && (!spec.whole || Number.isInteger(number)) && number >= spec.low && number <= spec.high;
    if (fits) return this.set(view.ahead ? this.stops[nearest(this.stops, number)] : number);
    this.box.setAttribute("aria-invalid", "true");
    const kind = spec.whole ? "a whole number" : "a number";
    view.tell("typed", `${spec.label} takes ${kind} from ${say(spec.low)} to ${say(spec.high)}; “${text}” changed nothing.`);
  }

  key(event) {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Escape") {
      this.typing = false;
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
    this.change(next);
  }

  put(stop) {
    this.change(this.stops[stop]);
  }

  change(next) {
    this.typing = false;
    this.show(next);
    this.view.changed(this.spec.name);
  }

  forget() {
    this.typing = false;
    this.player?.pause();
  }

  show(next) {
    this.number = next;
    this.slider.value = nearest(this.stops, next);
    this.slider.setAttribute("aria-valuetext", say(next));
    if (this.typing) return;
    this.box.value = say(next);
    this.box.removeAttribute("aria-invalid");
  }
}

class SwitchControl {
  constructor(spec, view) {
    this.box = element("input", { type: "checkbox", "data-control": spec.name });
    this.box.addEventListener("change", () => view.changed(spec.name, true));
    this.nodes = [element("label", { class: "live-wide" }, this.box, ` ${spec.label}`)];
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
    this.nodes = [element("label", { for: id }, spec.label), element("span", { class: "live-rest" }, this.list)];
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

const KINDS = { number: NumberControl, switch: SwitchControl, choice: ChoiceControl };

export function controlOf(spec, view) {
  return new KINDS[spec.kind](spec, view);
}
