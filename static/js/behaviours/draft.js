/* A form one writes in: sent once however often one clicks, kept as a draft while one types, not left without a question
   while something is not kept. */

import { post } from "../requests.js";

const WAIT = 2000;
const FIELDS = ["to", "title", "kind", "tags", "law", "body"];

/* The fields of an experience, some of them ticked several times: pairs of names and values. */
function typed(record) {
  return [...record.querySelectorAll("input, select")]
    .filter((each) => each.value && (each.checked || !["checkbox", "radio"].includes(each.type)))
    .map((each) => [each.name, each.value]);
}

export default function draft(form) {
  const area = form.querySelector("textarea");
  const status = form.querySelector("[data-draft-status]");
  let kept = area.value;
  let sent = false;
  let timer;

  async function keep() {
    const fields = { path: new URL(form.action).pathname };
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

  // The short form of a question has no field of the whole text: its button keeps the parts, composed by the server.
  if (form.dataset.drafts && form.elements.body) {
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => sent || keep(), WAIT);
    });
  }
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
    if (!sent && area.value.trim() && area.value !== kept) event.preventDefault();
  });
}
