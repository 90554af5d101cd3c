/* A form one writes in: it is sent once however often one clicks, and is not left unsent without a question. */

export default function draft(form) {
  const area = form.querySelector("textarea");
  const before = area.defaultValue;
  let sent = false;

  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    form.setAttribute("aria-busy", "true");
  });
  // Back from the next page, the form may be sent anew: its key sees to it that nothing is posted twice.
  window.addEventListener("pageshow", () => {
    sent = false;
    form.removeAttribute("aria-busy");
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && area.value.trim() && area.value !== before) event.preventDefault();
  });
}
