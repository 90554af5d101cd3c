/* The picker of a reference: type a number, choose its code; the words go where the cursor was. */

const WAIT = 200;

export class LawPicker {
  constructor(root, area, insert) {
    this.root = root;
    this.area = area;
    this.insert = insert;
    this.input = root.querySelector("input");
    this.list = root.querySelector("ul");
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), WAIT);
    });
    root.addEventListener("keydown", (event) => this.keyPressed(event));
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("button")));
  }

  toggle() {
    this.root.hidden = !this.root.hidden;
    if (this.root.hidden) return this.area.focus();
    const { value, selectionStart, selectionEnd } = this.area;
    this.input.value = value.slice(selectionStart, selectionEnd).trim().slice(0, this.input.maxLength);
    this.input.focus();
    return this.search();
  }

  keyPressed(event) {
    if (event.key === "Escape") this.toggle();
    else if (event.key === "Enter" && event.target === this.input) {
      event.preventDefault(); // Enter would send the whole form
      this.choose(this.list.querySelector("button"));
    }
  }

  async search() {
    const asked = this.input.value.trim();
    const answer = asked ? await fetch(`${this.root.dataset.lawPicker}?q=${encodeURIComponent(asked)}`) : null;
    if (asked !== this.input.value.trim()) return;
    this.show(answer?.ok ? await answer.json() : []);
  }

  show(found) {
    this.list.replaceChildren(...found.map(item));
  }

  choose(button) {
    if (!button) return;
    this.input.value = "";
    this.list.replaceChildren();
    this.toggle();
    this.insert(this.area, button.dataset.words);
  }
}

function item({ title }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.dataset.words = title.charAt(0).toLowerCase() + title.slice(1);
  const line = document.createElement("li");
  line.append(button);
  return line;
}
