// The panel of a figure: what plays first, then the other controls in columns, those of one thing together, and Reset.

import { element } from "../../browser/element.js";
import { identifier } from "./stops.js";

export function panelOf(specs, controls, reset) {
  const groups = new Map();
  const grid = element("div", { class: "live-grid" });
  for (const spec of [...specs.filter((each) => each.plays), ...specs.filter((each) => !each.plays)]) {
    const { node } = controls[spec.name];
    if (spec.color && !spec.group) node.querySelector("label").prepend(swatchOf(spec));
    if (!spec.group) grid.append(node);
    else if (groups.has(spec.group)) groups.get(spec.group).append(node);
    else grid.append(groups.set(spec.group, groupOf(spec, node)).get(spec.group));
  }
  if (grid.children.length === 1) grid.classList.add("live-single");
  const panel = element("div", { class: "live-controls" }, element("div", { class: "live-columns" }, grid), reset);
  panel.hidden = !specs.length;
  return panel;
}

function groupOf(spec, ...nodes) {
  const heading = element("div", { class: "live-heading", id: identifier() }, ...(spec.color ? [swatchOf(spec)] : []), spec.group);
  return element("div", { class: "live-group", role: "group", "aria-labelledby": heading.id }, heading, ...nodes);
}

// A piece of the line that a control moves, as the picture draws it.
function swatchOf({ color, line }) {
  const swatch = element("span", { class: "live-swatch" });
  swatch.style.borderTop = `3px ${line} ${color}`;
  return swatch;
}
