// A live figure in the browser: still pictures and strokes on one canvas, and native controls under it.
//
// Matplotlib has decided every position and style; nothing here knows about axes or data. With a kernel behind it (`model`) a
// change of a control is sent, and strokes come back. With every frame at hand (`ahead`), or in a page without a kernel,
// strokes are looked up instead.

const MOST_UNDER_WAY = 8; // updates sent and not yet answered
const BUSY_AFTER = 1500; // ms without an answer until the reader is told
const GIVE_UP_AFTER = 15000; // ms until a lost answer no longer holds up the next change
const SETTLED_AFTER = 300; // ms after the last change until the kernel and screen readers are told where an ahead figure stands
const PLAY_EVERY = 150; // ms from stop to stop while a control plays
const FORGET_AFTER = 10000; // ms after the last view of a figure is gone until the kernel is told; moving a cell takes less

const views = (globalThis.liveFigureViews ??= new Map()); // how many views each figure has, in this page
const page = (globalThis.liveFigurePage ??= Math.random().toString(36).slice(2)); // Colab has one for each output, elsewhere there is one

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// Strokes: from what was sent to what a canvas draws.

function pathOf(letters, numbers) {
  const path = new Path2D();
  const x = (i) => numbers[2 * i];
  const y = (i) => numbers[2 * i + 1];
  const count = numbers.length / 2;
  for (let i = 0; i < count; i++) {
    const letter = letters ? letters[i] : i ? "L" : "M";
    if (letter === "M") path.moveTo(x(i), y(i));
    else if (letter === "L") path.lineTo(x(i), y(i));
    else if (letter === "Q") path.quadraticCurveTo(x(i), y(i), x(i + 1), y(i + 1)), (i += 1);
    else if (letter === "C") path.bezierCurveTo(x(i), y(i), x(i + 1), y(i + 1), x(i + 2), y(i + 2)), (i += 2);
    else path.closePath();
  }
  return path;
}

class Drawer {
  constructor() {
    this.styles = [];
    this.shapes = [];
  }

  // Return the strokes of a packet; styles and shapes that come with it are kept for the packets after it.
  unpack(packet, buffer) {
    const missed = packet.first_style !== this.styles.length || packet.first_shape !== this.shapes.length;
    if (packet.first_style + packet.first_shape === 0) [this.styles, this.shapes] = [[], []];
    else if (packet.table !== this.table || missed) return null;
    this.table = packet.table;
    const bytes = new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength);
    const numbers = new Float32Array(bytes.slice().buffer); // a copy, because a buffer need not begin at a multiple of four
    let next = 0;
    const take = (count) => numbers.subarray(next, (next += count));
    packet.shapes.forEach(([letters, count], i) => (this.shapes[packet.first_shape + i] = pathOf(letters, take(count))));
    packet.styles.forEach((style, i) => {
      if (style.clip_path) style.clip_path = pathOf(style.clip_path[0], style.clip_path[1]);
      this.styles[packet.first_style + i] = style;
    });
    return packet.strokes.map(([style, count, letters, shapes, turn]) => {
      const own = take(count);
      return { style, shapes, turn, places: shapes ? own : null, path: shapes ? null : pathOf(letters, own) };
    });
  }

  draw(context, ratio, stroke) {
    const style = this.styles[stroke.style];
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (style.clip.length) {
      context.beginPath();
      context.rect(...style.clip);
      context.clip();
    }
    if (style.clip_path) context.clip(style.clip_path);
    context.fillStyle = style.fill;
    context.strokeStyle = style.stroke;
    context.lineWidth = style.width;
    context.lineCap = style.cap;
    context.lineJoin = style.join;
    if (style.width) context.miterLimit = style.width * ratio; // where Matplotlib's Agg, too, cuts a sharp corner off
    context.setLineDash(style.dashes);
    context.lineDashOffset = style.dash_offset;
    const paint = (path) => {
      if (style.fill) context.fill(path);
      if (style.stroke) context.stroke(path);
    };
    if (stroke.path) paint(stroke.path);
    else {
      const { places, shapes } = stroke;
      for (let i = 0; i < places.length / 3; i++) {
        const [x, y, scale] = places.subarray(3 * i, 3 * i + 3);
        const [a, b, c, d] = stroke.turn.map((part) => part * scale * ratio);
        context.setTransform(a, b, c, d, x * ratio, y * ratio);
        paint(this.shapes[shapes[shapes.length > 1 ? i : 0]]);
      }
    }
    context.restore();
  }
}

// Controls: each has `value()`, `show(value)` and a node; a reader's change calls `changed()`.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i; // Number() also takes "0x3" and ""

function say(number) {
  return String(Number(number.toPrecision(6))).replace("-", "−");
}

function nearest(stops, value) {
  let best = 0;
  stops.forEach((stop, i) => Math.abs(stop - value) < Math.abs(stops[best] - value) && (best = i));
  return best;
}

// Every figure loads this module for itself, so what must differ within a page is counted for the page.
function identifier() {
  globalThis.liveFigureIdentifiers = (globalThis.liveFigureIdentifiers ?? 0) + 1;
  return `live-${globalThis.liveFigureIdentifiers}`;
}

// Buttons that move a control a stop back or on, or play: then it moves from stop to stop until its end, or until anything else moves it.
function playerOf(label, view, { goTo, put, at, last }) {
  let playing = null;
  const button = (name, act) => {
    const made = element("button", { type: "button", "aria-label": `${name}, ${label}` }, name);
    made.addEventListener("click", act);
    return made;
  };
  const name = (text) => {
    play.textContent = text;
    play.setAttribute("aria-label", `${text}, ${label}`);
  };
  const pause = () => {
    if (playing === null) return;
    clearInterval(playing);
    playing = null;
    name("Play");
    view.settle();
  };
  const tick = () => {
    if (play.disabled || !play.isConnected) return pause();
    put(at() + 1);
    if (at() >= last) pause();
  };
  const play = button("Play", () => {
    if (playing !== null) return pause();
    if (at() >= last) put(0);
    playing = setInterval(tick, PLAY_EVERY);
    name("Pause");
  });
  const back = button("Back", () => goTo(at() - 1));
  const on = button("Next", () => goTo(at() + 1));
  return { node: element("div", { class: "live-play" }, back, on, play), pause };
}

function numberControl(spec, view) {
  const id = identifier();
  const last = spec.positions.length - 1;
  const slider = element("input", { type: "range", id, min: 0, max: last, step: 1, "data-control": spec.name });
  const box = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", "data-control": spec.name });
  box.setAttribute("aria-label", `${spec.label} as a number, from ${say(spec.low)} to ${say(spec.high)}`);
  let value = spec.start;
  let typing = false; // an answer of the kernel must not wipe out what is being typed
  const put = (next) => {
    typing = false;
    control.show(next);
    view.changed(spec.name);
  };
  const set = (next) => {
    player?.pause();
    put(next);
  };
  const goTo = (stop) => set(spec.positions[Math.max(0, Math.min(last, stop))]);
  slider.addEventListener("input", () => set(spec.positions[slider.valueAsNumber]));
  slider.addEventListener("change", () => view.settle());
  box.addEventListener("input", () => (typing = true));
  box.addEventListener("change", () => {
    const typed = box.value.trim().replace("−", "-").replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
    const number = NUMBER.test(typed) ? Number(typed) : NaN;
    const fits = Number.isFinite(number) && (!spec.whole || Number.isInteger(number)) && number >= spec.low && number <= spec.high;
    if (fits) set(view.ahead ? spec.positions[nearest(spec.positions, number)] : number);
    else {
      box.setAttribute("aria-invalid", "true");
      const kind = spec.whole ? "a whole number" : "a number";
      view.tell("typed", `${spec.label} takes ${kind} from ${say(spec.low)} to ${say(spec.high)}; “${box.value}” changed nothing.`);
    }
  });
  box.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Escape") {
      typing = false;
      control.show(value);
      view.tell("typed", "");
    }
    if (!steps) return;
    event.preventDefault();
    goTo(nearest(spec.positions, value) + steps);
  });
  const player = spec.plays ? playerOf(spec.label, view, { goTo, put: (stop) => put(spec.positions[stop]), at: () => control.position(), last }) : null;
  const control = {
    nodes: [element("label", { for: id }, spec.label), slider, box, ...(player ? [player.node] : [])],
    inputs: [slider, box, ...(player?.node.children ?? [])],
    label: spec.label,
    stops: spec.positions,
    value: () => value,
    position: () => nearest(spec.positions, value),
    forget() {
      typing = false;
      player?.pause();
    },
    show(next) {
      value = next;
      slider.value = nearest(spec.positions, next);
      slider.setAttribute("aria-valuetext", say(next));
      if (typing) return;
      box.value = say(next);
      box.removeAttribute("aria-invalid");
    },
  };
  return control;
}

function switchControl(spec, view) {
  const box = element("input", { type: "checkbox", "data-control": spec.name });
  box.addEventListener("change", () => view.changed(spec.name, true));
  return {
    nodes: [element("label", { class: "live-wide" }, box, ` ${spec.label}`)],
    inputs: [box],
    value: () => box.checked,
    position: () => Number(box.checked),
    show: (next) => (box.checked = next),
  };
}

function choiceControl(spec, view) {
  const id = identifier();
  const options = spec.labels.map((label, i) => element("option", { value: i }, label));
  const list = element("select", { id, "data-control": spec.name }, ...options);
  list.addEventListener("change", () => view.changed(spec.name, true));
  return {
    nodes: [element("label", { for: id }, spec.label), element("span", { class: "live-rest" }, list)],
    inputs: [list],
    value: () => list.selectedIndex,
    position: () => list.selectedIndex,
    show: (next) => (list.selectedIndex = next),
  };
}

// Handles: points of the picture that a reader drags. Each sets one or two number controls, from stop to stop as their sliders do.

function handleOf(track, view) {
  const node = element("button", { type: "button", class: "live-handle", "aria-roledescription": "draggable point" });
  let grip = null; // from the handle's middle to the pointer, in CSS pixels of the figure, while it is dragged
  const ends = () => [track.x, track.y].filter((end) => end.control);
  const control = (end) => view.controls[end.control];
  const stops = (end) => control(end).stops;
  const place = (end) => {
    if (!end.control) return end.pixels[0];
    const [all, value] = [stops(end), control(end).value()];
    const after = Math.max(1, all.findIndex((stop, i) => i && (stop >= value || i === all.length - 1)));
    const part = (value - all[after - 1]) / (all[after] - all[after - 1]); // a typed number may lie between two stops
    return end.pixels[after - 1] + part * (end.pixels[after] - end.pixels[after - 1]);
  };
  const set = (end, stop) => {
    const next = stops(end)[Math.max(0, Math.min(stops(end).length - 1, stop))];
    if (next === control(end).value()) return;
    control(end).forget();
    control(end).show(next);
    view.changed(end.control);
  };
  const at = (event) => {
    const box = view.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * view.size[0], ((event.clientY - box.top) / box.height) * view.size[1]];
  };
  node.addEventListener("pointerdown", (event) => {
    if (event.button || !view.size) return;
    const [x, y] = at(event);
    grip = [x - place(track.x), y - place(track.y)];
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
  });
  node.addEventListener("pointermove", (event) => {
    if (!grip || !node.hasPointerCapture(event.pointerId)) return;
    const [x, y] = at(event);
    if (track.x.control) set(track.x, nearest(track.x.pixels, x - grip[0]));
    if (track.y.control) set(track.y, nearest(track.y.pixels, y - grip[1]));
  });
  for (const name of ["pointerup", "pointercancel"]) {
    node.addEventListener(name, () => {
      grip = null;
      view.settle();
    });
  }
  node.addEventListener("keydown", (event) => {
    const [end, way] = { ArrowLeft: [track.x, -1], ArrowRight: [track.x, 1], ArrowUp: [track.y, -1], ArrowDown: [track.y, 1] }[event.key] ?? [];
    if (!end?.control) return;
    event.preventDefault();
    const forwards = Math.sign(end.pixels[end.pixels.length - 1] - end.pixels[0]) * way;
    set(end, nearest(stops(end), control(end).value()) + forwards * (event.shiftKey ? 10 : 1));
  });
  return {
    node,
    take: (next) => (track = next),
    show() {
      if (!view.size) return;
      node.style.left = `${(100 * place(track.x)) / view.size[0]}%`;
      node.style.top = `${(100 * place(track.y)) / view.size[1]}%`;
      const values = ends().map((end) => `${control(end).label} = ${say(control(end).value())}`);
      node.setAttribute("aria-label", `${track.name}, ${values.join(", ")}; arrow keys move it`);
    },
  };
}

const kinds = { number: numberControl, switch: switchControl, choice: choiceControl };

class View {
  constructor(root, picture, model) {
    this.model = model;
    this.name = `${page}-${identifier()}`; // the kernel's answers go to all views of a figure; this says whose they are
    this.specs = picture.controls;
    this.drawer = new Drawer();
    this.layers = [];
    this.frame = [];
    this.drawn = 0;
    this.sent = this.answered = 0; // numbers of updates
    this.sentAt = new Map();
    this.roundTrip = Infinity; // ms, the shortest seen
    this.work = 0; // ms of the kernel for one update, lately
    this.messages = new Map();
    this.queue = Promise.resolve();
    this.build(root, picture);
    this.receive(picture, picture.buffers);
  }

  build(root, picture) {
    this.canvas = element("canvas", { role: "img" });
    this.spoken = element("div", { class: "live-spoken", "aria-live": "polite" });
    this.message = element("div", { class: "live-message", role: "status" });
    this.progress = element("progress", { "aria-label": "Preparing the figure", max: 1, hidden: "" });
    this.controls = Object.fromEntries(this.specs.map((spec) => [spec.name, kinds[spec.kind](spec, this)]));
    const reset = element("button", { type: "button" }, "Reset");
    reset.addEventListener("click", () => this.reset());
    const all = Object.values(this.controls);
    this.handles = (picture.handles ?? []).map((track) => handleOf(track, this));
    const points = this.handles.map((handle) => handle.node);
    this.inputs = [...all.flatMap((control) => control.inputs), ...points, reset];
    const stage = element("div", { class: "live-stage" }, this.canvas, ...points);
    const panel = element("div", { class: "live-controls" }, ...all.flatMap((control) => control.nodes), reset);
    this.root = element("div", { class: "live-figure" }, stage, this.progress, panel, this.message, this.spoken);
    if (!this.specs.length) panel.hidden = true;
    // Keys pressed in a control are the control's: a notebook must not take them for its own shortcuts. Jupyter Notebook 7 sees a
    // key before the control does, and leaves it alone only where the control itself has this attribute.
    this.inputs.forEach((input) => input.setAttribute("data-lm-suppress-shortcuts", "true"));
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    root.append(this.root);
  }

  // A reader's change.

  changed(name, settled = false) {
    this.tell("typed", "");
    this.touched = this.moved = true;
    this.showHandles();
    if (this.ahead) {
      this.lookUp();
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settle(), settled ? 0 : SETTLED_AFTER);
    } else {
      this.waiting = true;
      this.pump();
    }
  }

  showHandles() {
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

  values() {
    return Object.fromEntries(this.specs.map((spec) => [spec.name, this.controls[spec.name].value()]));
  }

  // Tell the kernel where an ahead figure has come to rest. It does not have to draw, so nothing waits for an answer.
  settle() {
    if (!this.ahead || !this.touched) return;
    clearTimeout(this.settling);
    this.touched = false;
    this.post({ kind: "rest", view: this.name, values: this.values() });
  }

  // Send the latest values, unless as many updates are under way as the kernel can work off while one travels:
  // more would only queue up in front of it, and the figure would fall behind the hand.
  pump() {
    const room = this.work > 0 ? Math.floor(this.roundTrip / this.work) : 2;
    if (!this.waiting || this.sent - this.answered >= Math.max(1, Math.min(MOST_UNDER_WAY, room))) return;
    this.waiting = false;
    this.sentAt.set(++this.sent, performance.now());
    this.post({ kind: "set", view: this.name, id: this.sent, values: this.values() });
    this.watch();
  }

  watch() {
    clearTimeout(this.watching);
    if (this.sent === this.answered || this.dead) return;
    this.watching = setTimeout(() => {
      this.tell("busy", "The kernel is busy. The figure follows as soon as it is free.");
      this.watching = setTimeout(() => {
        this.answered = this.sent;
        this.pump();
      }, GIVE_UP_AFTER);
    }, BUSY_AFTER);
  }

  post(message) {
    if (!this.model || this.dead) return;
    try {
      this.model.send(message);
    } catch {
      this.disconnect();
    }
  }

  // Tell the kernel what this screen needs; it answers if it has anything newer, sharper or narrower than what is here.
  hello() {
    const width = this.root.parentElement?.clientWidth;
    if (width) this.post({ kind: "hello", page, serial: this.serial, ratio: window.devicePixelRatio || 1, width });
  }

  // What comes from the kernel. Pictures are decoded aside, so messages are taken one after the other.

  receive(message, buffers) {
    this.queue = this.queue.then(() => this.take(message, buffers)).catch((error) => console.error(error));
  }

  async take(message, buffers) {
    if (message.view === this.name && message.id) this.acknowledge(message); // to rest is told without a number
    if (message.kind === "progress") {
      this.progress.hidden = message.part >= 1;
      this.progress.value = message.part;
      return;
    }
    if (message.kind === "values") {
      this.serial = message.serial;
      if (this.touched || message.view === this.name) return; // the reader has moved on, or it was this view that said so
      for (const [name, value] of Object.entries(message.values)) this.controls[name].show(value);
      this.lookUp();
      return;
    }
    this.tell("error", message.error ?? "");
    this.tell("printed", message.printed ?? "");
    (message.handles ?? []).forEach((track, i) => this.handles[i].take(track));
    if (message.packet) {
      const strokes = this.drawer.unpack(message.packet, buffers[0]);
      if (!strokes) {
        this.serial = -1; // something was sent before this view was there: ask for all of it
        return this.hello();
      }
      if (message.layers) {
        const [width, height] = (this.size = message.size);
        this.layers = await Promise.all(
          message.layers.map((i) => i && createImageBitmap(new Blob([buffers[i]], { type: "image/png" }))),
        );
        this.canvas.width = width * message.ratio;
        this.canvas.height = height * message.ratio;
        this.root.style.setProperty("--live-width", `${width}px`);
      }
      this.serial = message.serial;
      if (message.ahead) {
        this.ahead = { strokes, ...message.ahead };
        this.progress.hidden = true;
      } else if (!this.ahead) {
        this.frame = message.frame.map((indices) => indices.map((i) => strokes[i]));
        this.describe(message.text, message.values);
      }
    }
    // A reader's hand goes before an answer that is already out of date.
    if (!this.waiting && this.sent === this.answered && !(this.ahead && this.moved)) {
      for (const [name, value] of Object.entries(message.values ?? {})) this.controls[name].show(value);
    }
    if (this.ahead) this.lookUp();
    else this.paintSoon();
  }

  acknowledge(message) {
    const took = performance.now() - (this.sentAt.get(message.id) ?? performance.now());
    for (const id of this.sentAt.keys()) if (id <= message.id) this.sentAt.delete(id);
    this.answered = Math.max(this.answered, message.id);
    this.roundTrip = Math.min(this.roundTrip, Math.max(took, message.ms));
    this.work = this.work ? 0.7 * this.work + 0.3 * message.ms : message.ms;
    this.tell("busy", "");
    this.watch();
    this.pump();
  }

  lookUp() {
    const index = this.specs.reduce((sum, spec, i) => sum * this.ahead.counts[i] + this.controls[spec.name].position(), 0);
    const { strokes, frames, texts, errors } = this.ahead;
    this.tell("error", errors[index] ?? "");
    if (errors[index]) return; // the last good picture stays
    this.frame = frames[index].map((indices) => indices.map((i) => strokes[i]));
    this.describe(texts[index], this.values());
    this.paintSoon();
  }

  // On the screen.

  describe(text, values) {
    this.text = text;
    this.shown = values;
    clearTimeout(this.speaking);
    if (this.touched || this.sent) this.speaking = setTimeout(() => (this.spoken.textContent = this.text), 2 * SETTLED_AFTER);
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
    this.showHandles();
    this.canvas.setAttribute("aria-label", this.text);
    this.root.dataset.drawn = ++this.drawn;
    this.root.dataset.values = JSON.stringify(this.shown);
  }

  // Say something under the figure. Each topic has one text at most; an empty one takes it away.
  tell(topic, text) {
    if ((this.messages.get(topic) ?? "") === text) return;
    if (text) this.messages.set(topic, text);
    else this.messages.delete(topic);
    this.message.replaceChildren(...[...this.messages].map(([name, words]) => element("pre", { class: `live-${name}` }, words)));
  }

  disconnect() {
    this.dead = true;
    this.tell("busy", "");
    if (this.ahead) return; // it needs no kernel
    for (const input of this.inputs) input.disabled = true;
    this.tell("dead", "The kernel has restarted, so this figure no longer follows. Run its cell again.");
  }
}

export function mount(root, picture, model = null) {
  return new View(root, picture, model);
}

function render({ model, el }) {
  const { key } = model.get("_picture");
  const view = mount(el, model.get("_picture"), model);
  const receive = (message, buffers) => view.receive(message, buffers);
  const disconnect = () => view.disconnect();
  const screen = () => view.hello();
  const leave = () => view.post({ kind: "left", page }); // a page that is loaded again is another one
  const density = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  model.on("msg:custom", receive);
  model.on("comm_live_update", disconnect);
  density.addEventListener("change", screen);
  window.addEventListener("pagehide", leave);
  let waiting;
  const resized = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(screen, SETTLED_AFTER);
  });
  resized.observe(el);
  views.set(key, (views.get(key) ?? 0) + 1);
  view.queue.then(() => view.hello());
  return () => {
    view.settle();
    model.off("msg:custom", receive);
    model.off("comm_live_update", disconnect);
    density.removeEventListener("change", screen);
    window.removeEventListener("pagehide", leave);
    resized.disconnect();
    clearTimeout(waiting);
    views.set(key, views.get(key) - 1);
    setTimeout(() => {
      if (views.get(key)) return;
      views.delete(key);
      view.post({ kind: "unseen", page });
    }, FORGET_AFTER);
  };
}

export default { render };
