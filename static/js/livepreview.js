/* The server's own rendering of the text, below it while one types. */

import { post } from "./requests.js";
import { put } from "./trusted.js";

const PAUSE = 700; // ms without a key before the server is asked
const APART = 2200; // ms between two questions: the server answers thirty a minute

export class LivePreview {
  constructor(form, area, region, url) {
    Object.assign(this, { form, area, region, url, timer: 0, last: 0, shown: null });
  }

  toggle() {
    this.region.hidden = !this.region.hidden;
    if (!this.region.hidden) this.ask();
    return !this.region.hidden;
  }

  textChanged() {
    if (!this.region.hidden) this.wait(Math.max(PAUSE, this.last + APART - Date.now()));
  }

  wait(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), delay);
  }

  async ask() {
    const fields = this.fields();
    const key = JSON.stringify(fields);
    if (key === this.shown) return;
    this.question?.abort();
    this.question = new AbortController();
    this.last = Date.now();
    try {
      const answer = await post(this.form, this.url, fields, this.question.signal);
      this.shown = key;
      put(this.region, answer.html);
    } catch (error) {
      if (error.name !== "AbortError") this.excuse(error);
    }
  }

  excuse(error) {
    if (error.message) this.region.textContent = error.message;
    if (error.wait) this.wait(error.wait * 1000);
  }

  fields() {
    const names = new FormData(this.form);
    const fields = [["body", this.area.value]];
    for (const name of ["file", "post", "law"]) for (const value of names.getAll(name)) fields.push([name, value]);
    return fields;
  }
}
