/* Beside the title of a new topic: topics about the same thing, so that nobody asks what was answered. */

import { asked } from "../requests.js";

const WAIT = 500;
const SHORTEST = 12; // letters of a title that says something

export default function similar(box) {
  const input = box.querySelector("input");
  const near = box.querySelector(".near");
  const heading = near.querySelector("template").content.firstElementChild;
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  if (input.value) ask();

  async function ask() {
    const text = input.value.trim();
    if (text.length < SHORTEST) return near.replaceChildren();
    const found = await asked(`${box.dataset.similar}?text=${encodeURIComponent(text)}`);
    if (found && text === input.value.trim()) show(found);
  }

  function show(found) {
    if (!found.length) return near.replaceChildren();
    const list = document.createElement("ul");
    list.append(...found.map(line));
    near.replaceChildren(heading, list);
  }
}

function line({ title, url }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  Object.assign(link, { href: url, textContent: title, target: "_blank", rel: "noopener" });
  item.append(link);
  return item;
}
