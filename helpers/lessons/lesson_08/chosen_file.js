// A button to choose a file with. The file goes to the kernel in parts, one as soon as the one before has arrived.

import { element } from "../../browser/element.js";
import { ownKeys } from "../../browser/keys.js";

const PART = 500_000; // bytes; Colab's connection breaks at a million
const MB = 1_000_000;

function card(largest) {
  const input = element("input", { type: "file", hidden: "" });
  const button = element("button", { type: "button", class: "plain" }, "Choose a file");
  const answer = element("p", { role: "status", style: "margin-top: 10px" }); // there from the start, so that its change is spoken
  button.addEventListener("click", () => {
    input.value = ""; // or else a file that has been mended could not be chosen again
    input.click();
  });
  const kicker = element("p", { class: "kicker" }, `Two columns of numbers as text, such as a CSV file, up to ${largest} MB`);
  const frame = element("div", { class: "lessons" }, element("div", { class: "card" }, kicker, button, input, answer));
  ownKeys(frame);
  return { frame, input, answer };
}

function render({ model, el }) {
  const largest = model.get("_largest");
  const { frame, input, answer } = card(largest);
  el.append(frame);
  let file, id;

  const say = (isRead, said) => {
    answer.className = isRead ? "is-right" : "is-wrong";
    answer.replaceChildren(element("b", { class: "word" }, isRead ? "Read." : "Not yet."), ` ${said}`);
    requestAnimationFrame(() => frame.scrollIntoView({ block: "nearest" }));
  };
  const sendFrom = async (start) => {
    const sent = id;
    const part = await file.slice(start, start + PART).arrayBuffer().catch(() => null);
    if (sent !== id) return; // another file has been chosen meanwhile
    if (!part) return say(false, `${file.name} can't be read. Is it still there?`);
    try {
      model.send({ id, name: file.name, size: file.size }, undefined, [part]);
    } catch {
      say(false, "There is no kernel any more. Run this cell again, and choose once more.");
    }
  };
  input.addEventListener("change", () => {
    if (!input.files.length) return;
    [file] = input.files;
    id = String(Math.random());
    const size = `${file.name} has ${Math.ceil(file.size / MB)} MB, and ${largest} are the most that go this way.`;
    if (file.size > largest * MB) return say(false, `${size} Put it beside this notebook, and write its name: two_columns("${file.name}").`);
    answer.className = "";
    answer.textContent = `Reading ${file.name} …`;
    sendFrom(0);
  });

  const receive = (message) => {
    if (message.id !== id) return; // another view of the button asked
    if ("received" in message) sendFrom(message.received);
    else say(message.isRead, message.said);
  };
  model.on("msg:custom", receive);
  return () => model.off("msg:custom", receive);
}

export default { render };
