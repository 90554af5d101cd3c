/* « Utile » without another page: the button says at once what the server made of it. */

import { post } from "../requests.js";

export default function vote(form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || form.dataset.plain) return;
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const { label, voted, url } = await post(form, button.formAction, [["as", "json"]]);
      button.textContent = label;
      button.setAttribute("aria-pressed", String(voted));
      button.formAction = url;
    } catch {
      form.dataset.plain = "yes"; // as without script: the page that comes says why
      form.requestSubmit(button);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
