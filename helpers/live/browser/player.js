import { element } from "../../browser/element.js";

const PLAY_EVERY = 150; // ms from stop to stop while a control plays

// Buttons that move a control a stop back or on, or play: then it moves from stop to stop until its end, or until anything else moves it.
export class Player {
  constructor(control, view) {
    this.control = control;
    this.view = view;
    this.playing = null;
    this.play = this.button("Play", () => (this.playing === null ? this.start() : this.pause()));
    const back = this.button("Back", () => control.goTo(control.position() - 1));
    const on = this.button("Next", () => control.goTo(control.position() + 1));
    this.node = element("div", { class: "live-play" }, back, on, this.play);
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
    this.playing = setInterval(() => this.tick(), PLAY_EVERY);
    this.name("Pause");
  }

  tick() {
    const { control, play } = this;
    if (play.disabled || !play.isConnected) return this.pause();
    control.put(control.position() + 1);
    if (control.position() >= control.last) this.pause();
  }

  pause() {
    if (this.playing === null) return;
    clearInterval(this.playing);
    this.playing = null;
    this.name("Play");
    this.view.settle();
  }
}
