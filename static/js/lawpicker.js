/* The picker of a reference: type a number, choose its code; the words go where the cursor was. */

const WAIT = 200;

export class LawPicker {
  constructor(root, area, insert) {
    this.root = root;
    this.area = area;
    this.insert = insert;
    this.input = root.querySelector("input");
    this.list = root.querySelector("ul");
    this.status = root.querySelector("[role=status]");
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
    const found = asked ? await this.fetched(asked) : [];
    if (asked !== this.input.value.trim()) return;
    this.list.replaceChildren(...(found ?? []).filter(({ absent }) => !absent).map(item));
    this.status.textContent = asked ? this.told(found) : "";
  }

  /* What the words may mean; null where the server did not answer. */
  async fetched(asked) {
    try {
      const answer = await fetch(`${this.root.dataset.lawPicker}?q=${encodeURIComponent(asked)}`);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  told(found) {
    const { failed, none, one, many, absent } = this.root.dataset;
    if (!found) return failed;
    const offered = found.filter((each) => !each.absent).length;
    if (found.length && !offered) return absent.replace("#", () => found.map(({ title }) => title).join("\u202f; "));
    return [none, one][offered] ?? many.replace("#", offered);
  }

  choose(button) {
    if (!button) return;
    this.input.value = "";
    this.list.replaceChildren();
    this.status.textContent = "";
    this.toggle();
    this.insert(this.area, button.dataset.words);
  }
}

function item({ title, words }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.dataset.words = words;
  const line = document.createElement("li");
  line.append(button);
  return line;
}
