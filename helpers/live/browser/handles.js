// Handles: points of the picture that a reader drags. Each sets one or two number controls, from stop to stop as their sliders do.
// An end of a handle may also follow a control that it does not set.

import { element } from "../../browser/element.js";
import { nearest } from "./stops.js";

export class Handle {
  constructor(track, view) {
    this.track = track;
    this.view = view;
    this.grip = null; // from the handle's middle to the pointer, in CSS pixels of the figure, while it is dragged
    this.node = element("button", { type: "button", class: "live-handle", "aria-roledescription": "draggable point" });
    this.dress(track);
    this.node.addEventListener("pointerdown", (event) => this.take(event));
    this.node.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) this.node.addEventListener(name, () => this.drop());
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  // Let the ring stand apart from the point that it moves, with a line between them, and beside it what it is called.
  dress({ tag, color, grip: [across, down] }) {
    if (across || down) {
      this.node.style.cssText = `--across: ${across}px; --down: ${down}px`;
      const stem = element("span", { class: "live-stem" });
      stem.style.cssText = `--turn: ${Math.atan2(-down, -across)}rad; --reach: ${Math.hypot(across, down) - 13}px`;
      this.node.append(stem);
    }
    if (color) this.node.style.borderColor = color;
    if (tag) this.node.append(element("span", { class: "live-tag" }, tag));
  }

  control(end) {
    return this.view.controls[end.control];
  }

  // Where an end of the track lies for the value of its control, in CSS pixels of the figure.
  place(end) {
    if (!end.control) return end.pixels[0];
    const [all, value] = [this.control(end).stops, this.control(end).value()];
    const after = Math.max(1, all.findIndex((stop, i) => i && (stop >= value || i === all.length - 1)));
    const part = (value - all[after - 1]) / (all[after] - all[after - 1]); // a typed number may lie between two stops
    return end.pixels[after - 1] + part * (end.pixels[after] - end.pixels[after - 1]);
  }

  set(end, stop) {
    const control = this.control(end);
    if (stop !== control.position()) control.goTo(stop);
  }

  at(event) {
    const { canvas, size } = this.view;
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * size[0], ((event.clientY - box.top) / box.height) * size[1]];
  }

  take(event) {
    if (event.button || !this.view.size) return;
    const [x, y] = this.at(event);
    this.grip = [x - this.place(this.track.x), y - this.place(this.track.y)];
    this.node.setPointerCapture(event.pointerId);
    this.node.focus({ preventScroll: true });
  }

  drag(event) {
    if (!this.grip || !this.node.hasPointerCapture(event.pointerId)) return;
    const [x, y] = this.at(event);
    if (this.track.x.sets) this.set(this.track.x, nearest(this.track.x.pixels, x - this.grip[0]));
    if (this.track.y.sets) this.set(this.track.y, nearest(this.track.y.pixels, y - this.grip[1]));
  }

  drop() {
    this.grip = null;
    this.view.settle();
  }

  key(event) {
    const { x, y } = this.track;
    const [end, way] = { ArrowLeft: [x, -1], ArrowRight: [x, 1], ArrowUp: [y, -1], ArrowDown: [y, 1] }[event.key] ?? [];
    if (!end?.sets) return;
    event.preventDefault();
    const forwards = Math.sign(end.pixels[end.pixels.length - 1] - end.pixels[0]) * way;
    this.set(end, this.control(end).position() + forwards * (event.shiftKey ? 10 : 1));
  }

  follow(track) {
    this.track = track;
  }

  show() {
    const { size } = this.view;
    if (!size) return;
    const { x, y, name } = this.track;
    this.node.style.left = `${(100 * this.place(x)) / size[0]}%`;
    this.node.style.top = `${(100 * this.place(y)) / size[1]}%`;
    const bound = [x, y].filter((end) => end.sets).map((end) => this.control(end));
    const values = bound.map((control) => `${control.label} = ${control.words(control.value())}`);
    this.node.setAttribute("aria-label", `${name}, ${values.join(", ")}; arrow keys move it`);
  }
}
