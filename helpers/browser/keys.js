// Which keys a control takes, and which go on to the notebook around it.
//
// JupyterLab and Notebook 7 leave a key alone if the element that has the focus has the attribute below. Notebook 7 looks before
// the element itself hears of the key, so the attribute is set by whoever hears of it first: a listener of the window.

const SUPPRESS = "data-lm-suppress-shortcuts";
const EDITING = new Set(["a", "c", "v", "x", "y", "z", "arrowleft", "arrowright", "arrowup", "arrowdown", "home", "end", "backspace", "delete"]);

// Whether a control has a use for a key. Letters are kept from the notebook, which would take "d", "d" for a wish to delete the cell.
export function isOwn({ key, ctrlKey, metaKey, altKey, shiftKey, target }) {
  if (key === "Escape" || /^F\d+$/.test(key)) return false;
  const command = ctrlKey || metaKey;
  if (key === "Enter") return !(command || altKey || shiftKey);
  if (!command && !altKey) return true;
  return target.matches("input[type=text], textarea") && (altKey || EDITING.has(key.toLowerCase()));
}

// Let the controls in a node keep the keys that they use, and no others. `leave` is called before the notebook gets one.
export function ownKeys(node, leave = () => {}) {
  node.addEventListener("keydown", (event) => isOwn(event) && event.stopPropagation());
  if (!globalThis.lessonsOwnKeys) {
    globalThis.lessonsOwnKeys = new WeakMap();
    window.addEventListener("keydown", decide, true);
  }
  globalThis.lessonsOwnKeys.set(node, leave);
}

function decide(event) {
  let node = event.target;
  while (node instanceof Element && !globalThis.lessonsOwnKeys.has(node)) node = node.parentElement;
  if (!(node instanceof Element)) return;
  const own = isOwn(event);
  event.target.toggleAttribute(SUPPRESS, own);
  if (own) return;
  globalThis.lessonsOwnKeys.get(node)(event);
  globalThis.Jupyter?.keyboard_manager?.enable(); // the classic Notebook's, which rests while a widget has the focus
  // JupyterLab knows Control-Enter only where nothing is being written, and after Escape the cell is to have the keyboard.
  if (event.key === "Escape" || event.key === "Enter") node.closest(".jp-Cell")?.focus({ preventScroll: true });
}
