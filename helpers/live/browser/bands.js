// A band along a slider that says in colour, pattern and word what each of its stops does.

import { element } from "../../browser/element.js";
import { identifier } from "./stops.js";

export class Bands {
  constructor(band, control) {
    this.band = band;
    this.control = control;
    this.parts = runs(band.words).map(([word, first, last]) => this.part(word, first, last));
    const name = element("span", { class: "live-band-name", "aria-hidden": "true" }, band.name);
    const strip = element("span", { class: "live-band", "aria-hidden": "true" }, ...this.parts.map((part) => part.node));
    this.legend = element("span", { class: "live-spoken", id: identifier() }, this.words());
    this.nodes = [name, strip, this.legend];
  }

  get hidden() {
    return this.nodes[0].hidden;
  }

  part(word, first, last) {
    const [color, pattern] = this.band.looks[word];
    const { last: end } = this.control;
    const [from, to] = [Math.max(0, first - 0.5) / end, Math.min(end, last + 0.5) / end];
    const node = element("span", { class: `live-${pattern}`, title: word }, element("span", {}, word));
    node.style.cssText = `background-color: ${color}; --ink: ${inkOn(color)}; left: ${100 * from}%; width: ${100 * (to - from)}%`;
    return { word, first, last, node };
  }

  words() {
    const say = (stop) => this.control.words(this.control.stops[stop]);
    const told = this.parts.map(({ word, first, last }) => `${say(first)}${last > first ? ` to ${say(last)}` : ""} ${word}`);
    return `${this.band.name ? `${this.band.name}: ` : ""}${told.join(", ")}.`;
  }

  // Show which part the stop lies in, and return its word.
  show(position) {
    for (const { first, last, node } of this.parts) node.classList.toggle("live-now", position >= first && position <= last);
    const word = this.band.words[position];
    return this.band.name ? `${this.band.name} ${word}` : word;
  }

  // Stand there only while other controls have the values that the band is about.
  suit(values) {
    const hidden = Object.entries(this.band.when).some(([name, value]) => values[name] !== value);
    for (const node of this.nodes) node.hidden = hidden;
  }
}

// Return [word, first, last] for each run of equal words.
function runs(words) {
  const found = [];
  words.forEach((word, i) => (found.length && found.at(-1)[0] === word ? (found.at(-1)[2] = i) : found.push([word, i, i])));
  return found;
}

// Black or white, whichever can be read on a colour "#rrggbb".
function inkOn(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000" : "#fff";
}
