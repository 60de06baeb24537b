// What makes a page alive: its figures and questions, the switch between light and dark, and buttons that copy code.

const root = document.documentElement;

function button(name, className, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = name;
  made.addEventListener("click", act);
  return made;
}

// Light or dark: what the reader's system says, until they press the switch, which is remembered.

const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = document.querySelector(".theme");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
}

function nameTheme() {
  root.dataset.jpThemeLight = !isDark(); // JupyterLab says it so, and the style of figures asks for it
  theme.textContent = isDark() ? "Light" : "Dark";
  theme.setAttribute("aria-label", `Change to ${isDark() ? "light" : "dark"} colours`);
}

theme.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {} // a browser that may keep nothing still changes this page
  nameTheme();
});
dark.addEventListener("change", nameTheme);
nameTheme();
theme.hidden = false;

// Code.

for (const code of document.querySelectorAll(".code")) {
  const copy = button("Copy", "copy", async () => {
    try {
      await navigator.clipboard.writeText(code.querySelector("code").textContent);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Not allowed";
    }
    setTimeout(() => (copy.textContent = "Copy"), 1500);
  });
  code.append(copy);
}

// What scrolls sideways can be reached by keyboard; what does not is no stop of the Tab key.
function letScroll() {
  for (const box of document.querySelectorAll(":is(.code, .highlight) pre, .output, .wide")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

letScroll();
addEventListener("resize", letScroll);
addEventListener("toggle", letScroll, true); // a fold that is opened

// Questions and pads. What was answered or drawn is remembered in this browser, where it may keep something.

function recalled(name) {
  try {
    const answer = JSON.parse(localStorage.getItem(name));
    return Array.isArray(answer) ? answer : [];
  } catch {
    return [];
  }
}

const named = new Map(); // how many on this page have the same text, as pads do

for (const place of document.querySelectorAll("[data-asks]")) {
  const content = JSON.parse(place.querySelector("script").textContent);
  const before = named.get(content.text) ?? 0;
  const name = `answer to ${content.text}${before ? ` (${before + 1})` : ""}`;
  named.set(content.text, before + 1);
  place.replaceChildren();
  lessons.mounts[place.dataset.asks](place, content, recalled(name), (answer) => {
    try {
      localStorage.setItem(name, JSON.stringify(answer));
    } catch {}
  });
}

// Figures: each comes as a picture; its frames are fetched when the reader comes near, and then take the picture's place.
// They are scripts that call `lessons.take`, because a page that is opened as a file may fetch nothing else.

const PHONE = matchMedia("(max-width: 599px)");
const awaited = new Map();

lessons.take = (name, data) => awaited.get(name)?.(data);

function fetched(name) {
  return new Promise((resolve, reject) => {
    awaited.set(name, resolve);
    const script = document.createElement("script");
    script.src = `figures/${name}.js`;
    script.onerror = () => reject(new Error(`${script.src} could not be loaded`));
    document.head.append(script);
  }).finally(() => awaited.delete(name));
}

async function unpacked(data) {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const all = await new Response(stream).arrayBuffer();
  const length = new DataView(all).getUint32(0, true);
  const { sizes, ...picture } = JSON.parse(new TextDecoder().decode(new Uint8Array(all, 4, length)));
  let next = 4 + length;
  picture.buffers = sizes.map((size) => new Uint8Array(all, (next += size) - size, size));
  return picture;
}

async function enliven(figure) {
  const still = figure.querySelector("picture");
  const alive = document.createElement("div");
  try {
    const picture = await unpacked(await fetched(figure.dataset.alive + (PHONE.matches ? "-narrow" : "")));
    const view = lessons.mounts.figure(alive, picture);
    await view.queue;
    view.paint();
    still.replaceWith(alive);
    figure.dataset.drawn = Math.round(performance.now());
  } catch (error) {
    console.error(error);
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = "This figure could not be made to move. Loading the page again may help.";
    still.after(note);
  }
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      enliven(target);
    }
  },
  { rootMargin: "1000px 0px" },
);

for (const figure of document.querySelectorAll("[data-alive]")) near.observe(figure);

// A place in the page, in its address or behind a link in the margin: figures above it grow as they come alive, so the page is held
// at it until the reader moves on.

let held = null;

function hold() {
  held = document.getElementById(decodeURIComponent(location.hash.slice(1)));
}

function letGo() {
  held = null;
}

function comeBack() {
  held?.scrollIntoView({ behavior: "instant" });
}

hold();
addEventListener("hashchange", hold);
addEventListener("click", (event) => event.target.closest?.('a[href^="#"]') && setTimeout(hold)); // the same place once more
for (const moves of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(moves, letGo, { passive: true });
addEventListener("scrollend", comeBack);
new ResizeObserver(comeBack).observe(document.querySelector("main"));
