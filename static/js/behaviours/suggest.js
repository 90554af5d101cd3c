/* Suggestions under the search box, and `/` to reach it. The pattern is ARIA's combobox with a list. */

import { asked } from "../requests.js";

const WAIT = 180;

export default function suggest(form) {
  const input = form.querySelector("input");
  const box = new Box(form, input);
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => box.ask(), WAIT);
  });
  input.addEventListener("keydown", (event) => box.key(event));
  input.addEventListener("blur", () => setTimeout(() => box.close(), 150));
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey || !input.offsetParent) return;
    event.preventDefault();
    input.focus();
  });
}

class Box {
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `${input.id}-suggestions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.placeholder);
    this.list.hidden = true;
    this.at = -1;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id })) {
      input.setAttribute(name, value);
    }
    input.setAttribute("aria-expanded", "false");
    form.append(this.list);
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("li");
      if (option) location.assign(option.dataset.url);
    });
  }

  async ask() {
    const typed = this.input.value.trim();
    if (typed.length < 2) return this.close();
    const found = await asked(`${this.form.dataset.suggestions}?q=${encodeURIComponent(typed)}`);
    if (found && typed === this.input.value.trim()) this.show(found);
  }

  show(found) {
    this.list.replaceChildren(...found.map((each, number) => option(each, `${this.list.id}-${number}`)));
    this.choose(-1);
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  close() {
    this.show([]);
  }

  key(event) {
    const count = this.list.children.length;
    if (event.key === "Escape" && count) this.close();
    else if (event.key === "ArrowDown" && count) this.choose((this.at + 1) % count);
    else if (event.key === "ArrowUp" && count) this.choose((this.at - 1 + count) % count);
    else if (event.key === "Enter" && this.at >= 0) location.assign(this.list.children[this.at].dataset.url);
    else return;
    event.preventDefault();
  }

  choose(at) {
    this.at = at;
    [...this.list.children].forEach((each, number) => each.setAttribute("aria-selected", String(number === at)));
    if (at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
  }
}

function option({ kind, title, url }, id) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.dataset.url = url;
  const name = document.createElement("span");
  name.textContent = title;
  const meta = document.createElement("span");
  meta.className = "meta";
  meta.textContent = kind;
  item.append(name, meta);
  return item;
}
