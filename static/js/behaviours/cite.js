/* « Citer » on a topic's page: quotes gather in the quick reply, in the order of the clicks, without leaving the page.
   The draft keeps them, so that they are found again on the topic's other pages. A selection is quoted alone. */

import { insert } from "../editing.js";
import { text } from "../requests.js";

const HEADING = /^> \[.+\]\(\/p\/\d+\) :$/gm;
const LONGEST = 4000; // as the server takes it
const SHORTEST = 3;
const BLOCKS = /^(?:P|DIV|LI|UL|OL|BLOCKQUOTE|H[1-6]|PRE|TR|TABLE|DETAILS|DT|DD)$/;

export default function cite(bar) {
  const form = bar.closest("form");
  const area = form.querySelector("[data-text]");
  const links = `a[href^="${new URL(form.action).pathname}?quote="]`;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button cite-selection", textContent: bar.dataset.selection });
  let placed = false; // whether the writer has put the caret somewhere

  area.addEventListener("focus", () => (placed = true));
  document.addEventListener("click", (event) => {
    const link = event.target.closest(links);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    take(`/p/${new URL(link.href).searchParams.get("quote")}/quote`, link);
  });
  document.addEventListener("selectionchange", offer);
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", () => {
    const post = button.closest(".post");
    const words = selectedIn(post.querySelector(".text"));
    const link = post.querySelector(links);
    if (words) take(`/p/${post.id.slice(1)}/quote?text=${encodeURIComponent(words.slice(0, LONGEST))}`, link);
    getSelection().removeAllRanges();
    link?.focus({ preventScroll: true });
  });
  new IntersectionObserver(([seen]) => bar.classList.toggle("near", seen.isIntersecting)).observe(area);

  async function take(url, link) {
    try {
      insert(area, await text(url), placed ? area.selectionEnd : area.value.length);
    } catch {
      location.assign(link.href); // as without script
      return;
    }
    form.dispatchEvent(new CustomEvent("keep"));
    const count = area.value.match(HEADING)?.length ?? 0;
    bar.querySelector("[role=status]").textContent = count === 1 ? bar.dataset.one : bar.dataset.many.replace("#", count);
    bar.hidden = false;
  }

  function offer() {
    const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
    const box = range && !range.collapsed ? boxOf(range.startContainer) : null;
    if (!box || box !== boxOf(range.endContainer) || !box.closest(".post").querySelector(links) || selectedIn(box).length < SHORTEST) {
      button.remove();
      return;
    }
    const said = box.parentElement.getBoundingClientRect();
    const place = range.getBoundingClientRect();
    button.style.setProperty("--top", `${place.bottom - said.top + 8}px`);
    button.style.setProperty("--left", `${Math.max(0, Math.min(place.left - said.left, said.width - 170))}px`);
    if (button.previousElementSibling !== box) box.after(button);
  }
}

function boxOf(node) {
  return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".post:not(.brief) > .said > .text") ?? null;
}

/* The words selected inside a box, without what the page added to them, a paragraph to a line. */
function selectedIn(box) {
  const selection = getSelection();
  if (!selection.rangeCount || boxOf(selection.getRangeAt(0).startContainer) !== box) return "";
  const part = selection.getRangeAt(0).cloneContents();
  part.querySelectorAll(".moved, .hide, .footnote-ref").forEach((added) => added.remove());
  return spoken(part).replace(/[ \t]*\n[ \t]*/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

function spoken(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s*\n\s*/g, " ");
  const inner = [...node.childNodes].map(spoken).join("");
  if (node.nodeName === "BR") return "\n";
  return BLOCKS.test(node.nodeName) ? `\n\n${inner}\n\n` : inner;
}
