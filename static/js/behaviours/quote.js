/* « Citer » beside the form: the quote goes into the text without another page. */

import { append } from "../editing.js";
import { text } from "../requests.js";

export default function quote(button) {
  button.addEventListener("click", async (event) => {
    const area = button.form?.querySelector("[data-text]");
    if (!area || button.dataset.plain) return;
    event.preventDefault();
    try {
      append(area, await text(button.dataset.source));
    } catch {
      button.dataset.plain = "yes"; // as without script
      button.form.requestSubmit(button);
    }
  });
}
