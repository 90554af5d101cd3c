/* A button that has a passkey answer before its form is sent. Where there can be none, it says why instead. */

import { create, get, isPossible } from "../passkeys.js";
import { post } from "../requests.js";

export default function passkey(element) {
  const button = element.querySelector("button");
  const error = element.querySelector(".error");
  const form = button.form;
  const field = form.elements.passkey;
  element.hidden = false;
  if (!isPossible()) {
    button.hidden = true;
    error.textContent = element.dataset.insecure;
    return;
  }

  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    error.textContent = "";
    try {
      const options = await post(form, element.dataset.options, [["for", element.dataset.for]]);
      field.value = await (element.dataset.for === "add" ? create(options) : get(options));
      form.requestSubmit(button);
    } catch (refused) {
      error.textContent = reason(refused, element.dataset);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

/* The browser does not say whether there was no key, or its owner changed their mind: nor do we. */
function reason(refused, words) {
  if (refused.name === "InvalidStateError") return words.known;
  if (refused.name === "SecurityError") return words.insecure;
  return refused.name === "Error" && refused.message ? refused.message : words.failed;
}
