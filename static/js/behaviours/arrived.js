/* While somebody writes: what others wrote meanwhile is said beside the form. Asked twice a minute at most, and only while
   the writer is in the form and looks at the page; the server counts nothing unless something was written on the site. */

import { asked } from "../requests.js";

const EVERY = 30_000;

export default function arrived(line) {
  const form = line.closest("form");
  const seen = form.elements.seen;
  const link = line.querySelector("a");
  const words = document.createTextNode("");
  let last = 0;
  let timer;

  line.prepend(words);
  form.addEventListener("focusin", wake);
  document.addEventListener("visibilitychange", wake);
  link.addEventListener("click", () => {
    seen.value = link.dataset.seen; // read: sending need not ask again
    line.hidden = true;
  });

  function wake() {
    clearTimeout(timer);
    if (document.hidden || !form.contains(document.activeElement)) return;
    timer = setTimeout(ask, Math.max(0, last + EVERY - Date.now()));
  }

  async function ask() {
    last = Date.now();
    // The browser's own cache asks with If-None-Match, and gives back what it holds when nothing was written.
    const news = await asked(`${line.dataset.url}?after=${seen.value}`, { cache: "no-cache" });
    if (news) show(news);
    wake();
  }

  function show({ count, text, seen: position, url }) {
    if (!count) return;
    words.data = `${text} `;
    Object.assign(link, { href: url });
    link.dataset.seen = position;
    line.hidden = false;
  }
}
