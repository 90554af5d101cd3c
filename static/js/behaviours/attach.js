/* The files of a form: chosen or dropped, they are sent at once; « Retirer » takes one away at once. */

import { sendFiles } from "../files.js";

export default function attach(fieldset) {
  const input = fieldset.querySelector('input[type="file"]');
  const form = fieldset.closest("form");
  // The button is for those without script: here choosing is enough.
  fieldset.querySelector('button[value="attach"]').hidden = true;

  input.addEventListener("change", async () => {
    const place = input.dataset.place === "yes";
    delete input.dataset.place;
    await sendFiles(form, fieldset, input.files, { place });
    input.value = "";
  });
  fieldset.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  fieldset.addEventListener("drop", (event) => {
    event.preventDefault();
    sendFiles(form, fieldset, event.dataTransfer.files);
  });
  fieldset.addEventListener("change", (event) => {
    if (event.target.name === "remove") event.target.closest("li").classList.toggle("going", event.target.checked);
  });
}
