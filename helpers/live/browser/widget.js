// A live figure as a Jupyter widget, and `mount` for a page without a kernel.

import { page, SETTLED_AFTER, View } from "./view.js";

const FORGET_AFTER = 10000; // ms after the last view of a figure is gone until the kernel is told; moving a cell takes less

const views = (globalThis.liveFigureViews ??= new Map()); // how many views each figure has, in this page

export function mount(root, picture, model = null) {
  const view = new View(root, picture, model);
  window.addEventListener("beforeprint", () => view.print());
  return view;
}

// Call `act` whenever the size of the element or of the window, or the screen's density, has changed; return a function that ends this.
function onResize(element, act) {
  const density = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  density.addEventListener("change", act);
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, SETTLED_AFTER);
  };
  const resized = new ResizeObserver(soon);
  resized.observe(element);
  window.addEventListener("resize", soon);
  return () => {
    density.removeEventListener("change", act);
    resized.disconnect();
    window.removeEventListener("resize", soon);
    clearTimeout(waiting);
  };
}

function forgetLater(key, view) {
  views.set(key, views.get(key) - 1);
  setTimeout(() => {
    if (views.get(key)) return;
    views.delete(key);
    view.post({ kind: "unseen", page });
  }, FORGET_AFTER);
}

// Send what was lost with the connection to the kernel once it is back, as far as the front end says so; return a function that ends this.
function onReconnected(model, view) {
  const changes = model.widget_manager?.kernel?.connectionStatusChanged;
  const act = (_, status) => status === "connected" && view.updates.sendAgain();
  changes?.connect(act);
  return () => changes?.disconnect(act);
}

function render({ model, el }) {
  const { key } = model.get("_picture");
  const view = new View(el, model.get("_picture"), model);
  const receive = (message, buffers) => view.receive(message, buffers);
  // It may also say that the kernel is there. anywidget doesn't tell us which, but a figure's layout lives and ends with it.
  const disconnect = () => setTimeout(() => model.get("layout")?.comm_live || view.disconnect());
  const print = () => view.print();
  const leave = () => view.post({ kind: "left", page }); // a page that is loaded again is another one
  model.on("msg:custom", receive);
  model.on("comm_live_update", disconnect);
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeprint", print);
  const unobserve = onResize(el, () => view.hello());
  const unconnect = onReconnected(model, view);
  views.set(key, (views.get(key) ?? 0) + 1);
  view.queue.then(() => view.hello());
  return () => {
    view.settle();
    model.off("msg:custom", receive);
    model.off("comm_live_update", disconnect);
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("beforeprint", print);
    unobserve();
    unconnect();
    view.post({ kind: "gone", view: view.name }); // its width no longer counts
    forgetLater(key, view);
  };
}

export default { render };
