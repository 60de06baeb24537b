// Buttons that move a control a stop back or on, or play: then it moves from stop to stop until its end, or until anything else moves it.

import { element } from "../../browser/element.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4];
const WHOLE = 10_000; // ms from the first stop to the last, where nothing else is asked for
const [QUICKEST, SLOWEST] = [40, 1000]; // ms from stop to stop, likewise
const SOON = 20; // ms until it is seen again whether the kernel has drawn the stop before

export class Player {
  constructor(control, view) {
    this.control = control;
    this.view = view;
    this.playing = null;
    this.every = control.spec.every ?? Math.max(QUICKEST, Math.min(SLOWEST, WHOLE / control.last));
    this.play = this.button("Play", () => (this.playing === null ? this.start() : this.pause()));
    this.play.classList.add("live-first");
    const back = this.button("Back", () => control.goTo(control.position() - 1));
    const on = this.button("Next", () => control.goTo(control.position() + 1));
    this.buttons = [this.play, back, on];
    const options = SPEEDS.map((speed) => element("option", { value: speed, ...(speed === 1 && { selected: "" }) }, `${speed}×`));
    this.speed = element("select", { class: "live-speed", "aria-label": `Speed, ${control.label}`, title: "Speed" }, ...options);
  }

  button(name, act) {
    const made = element("button", { type: "button", "aria-label": `${name}, ${this.control.label}` }, name);
    made.addEventListener("click", act);
    return made;
  }

  name(text) {
    this.play.textContent = text;
    this.play.setAttribute("aria-label", `${text}, ${this.control.label}`);
  }

  start() {
    if (this.control.position() >= this.control.last) this.control.put(0);
    this.wait();
    this.name("Pause");
  }

  wait() {
    this.playing = setTimeout(() => this.tick(), this.every / Number(this.speed.value));
  }

  tick() {
    const { control, play, view } = this;
    if (play.disabled || !play.isConnected) return this.pause();
    if (!view.updates.done) return (this.playing = setTimeout(() => this.tick(), SOON)); // no stop is left out
    control.put(control.position() + 1);
    if (control.position() >= control.last) this.pause();
    else this.wait();
  }

  pause() {
    if (this.playing === null) return;
    clearTimeout(this.playing);
    this.playing = null;
    this.name("Play");
    this.view.settle();
  }
}
