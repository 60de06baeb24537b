// What makes a verdict's card handy, where scripts may run: buttons that copy code, hints that stay open, and a verdict that is seen.
// It stands in each verdict, and looks after every card of the page that has not been looked after.

import { ownKeys } from "../browser/keys.js";

for (const card of document.querySelectorAll(".lessons .verdict:not([data-alive])")) {
  card.dataset.alive = "";
  card.parentElement.removeAttribute("data-lm-suppress-shortcuts"); // it stands there for where no script runs
  ownKeys(card);
  for (const source of card.querySelectorAll(".source")) {
    const copy = document.createElement("button");
    copy.type = "button";
    copy.className = "plain";
    copy.textContent = "Copy";
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.querySelector("pre").textContent);
        copy.textContent = "Copied ✓";
      } catch {
        getSelection().selectAllChildren(source.querySelector("pre"));
        copy.textContent = "Selected";
      }
      setTimeout(() => (copy.textContent = "Copy"), 2000);
    });
    source.prepend(copy);
  }
  const opened = ((window.lessonsOpened ??= {})[card.dataset.exercise] ??= {});
  for (const fold of card.querySelectorAll("details")) {
    const title = fold.querySelector("summary").textContent;
    fold.open = opened[title] ?? false;
    fold.addEventListener("toggle", () => (opened[title] = fold.open));
  }
  // A cell that was just run is the active one, or the one before it; elsewhere nothing moves.
  const cell = card.closest(".jp-Cell");
  const active = cell?.parentElement.querySelector(":scope > .jp-mod-active");
  if (active && (active === cell || active.previousElementSibling === cell)) {
    requestAnimationFrame(() => card.querySelector(".told").scrollIntoView({ block: "nearest" }));
  }
}
