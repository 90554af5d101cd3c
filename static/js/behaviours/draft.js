/* A form one writes in: sent once however often one clicks, kept as a draft while one types, not left without a question
   while something is not kept. */

import { post } from "../requests.js";

const WAIT = 2000;
const FIELDS = ["to", "title", "kind", "tags", "law", "reason", "revision"];

/* The fields of an experience, some of them ticked several times: pairs of names and values. */
function typed(record) {
  return [...record.querySelectorAll("input, select")]
    .filter((each) => each.value && (each.checked || !["checkbox", "radio"].includes(each.type)))
    .map((each) => [each.name, each.value]);
}

export default function draft(form) {
  const parts = [...form.querySelectorAll("textarea[data-heading]")];
  const status = form.querySelector("[data-draft-status]");
  const told = form.querySelector("[data-told]");
  // What stands in a page from the start is not read aloud; what changes in it is.
  if (told) setTimeout(() => told.replaceChildren(told.textContent), 100);
  let kept = written();
  let sent = false;
  let timer;

  /* The text; of a short form, its parts under their headings, as the server makes them one. */
  function written() {
    if (!parts.length) return (form.elements.body ?? form.querySelector("textarea")).value;
    return parts.filter((part) => part.value.trim()).map((part) => `## ${part.dataset.heading}\n\n${part.value.trim()}`).join("\n\n");
  }

  async function keep() {
    const fields = { path: new URL(form.action).pathname, body: written() };
    for (const name of FIELDS) fields[name] = form.elements[name]?.value ?? "";
    const record = form.querySelector("[data-record]");
    if (record) fields.record = JSON.stringify(typed(record));
    try {
      const answer = await post(form, form.dataset.drafts, fields);
      kept = fields.body;
      if (status) status.textContent = answer.saved;
    } catch (refused) {
      if (status) status.textContent = refused.message;
    }
  }

  if (form.dataset.drafts) {
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => sent || keep(), WAIT);
    });
  }
  form.addEventListener("keep", () => {
    clearTimeout(timer);
    if (form.dataset.drafts && !sent) keep();
  });
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    clearTimeout(timer);
    form.setAttribute("aria-busy", "true");
  });
  // Back from the next page, the form may be sent anew: its key sees to it that nothing is posted twice.
  window.addEventListener("pageshow", () => {
    sent = false;
    form.removeAttribute("aria-busy");
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && written().trim() && written() !== kept) event.preventDefault();
  });
}
