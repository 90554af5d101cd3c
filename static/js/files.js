/* Files sent while one writes: each goes at once, and its row comes back from the server ready for the form. */

import { append } from "./editing.js";
import { upload } from "./requests.js";
import { fragment } from "./trusted.js";

/* Open the form's own file field, or one made for the occasion where the form has none. */
export function chooseFiles(form, root) {
  const own = form.querySelector('input[type="file"][name="files"]');
  const input = own ?? Object.assign(document.createElement("input"), { type: "file", multiple: true });
  if (own) own.dataset.place = "yes";
  else input.addEventListener("change", () => sendFiles(form, root, input.files, { place: true }));
  input.click();
}

/* Send files one after the other. `place` puts the pictures among them into the text. */
export async function sendFiles(form, root, files, { place = false } = {}) {
  const list = rows(form, root);
  const says = list.parentElement.querySelector("[data-progress]");
  const words = list.closest("[data-too-large]")?.dataset ?? root.dataset;
  const problems = [];
  for (const file of [...files]) {
    try {
      if (file.size > Number(words.maxBytes)) throw new Error(words.tooLarge);
      const sent = await upload(form, words.upload, file, list.children.length, (share) => {
        says.textContent = `${file.name} : ${Math.round(share * 100)} %`;
      });
      list.append(fragment(sent.row));
      if (place && sent.placed) put(form.querySelector("[data-text]"), sent.placed);
    } catch (error) {
      problems.push(`${file.name} : ${error.message || words.failed}`);
    }
  }
  says.textContent = problems.join(" ");
}

/* A picture at the end of the text, the words that describe it selected: what one types takes their place. */
function put(area, markdown) {
  append(area, `${markdown}\n`);
  const start = area.value.lastIndexOf(markdown) + "![".length;
  area.setSelectionRange(start, start + markdown.indexOf("]") - "![".length);
}

/* The list that holds the rows; made below the editor in a form that has none. */
function rows(form, root) {
  const list = form.querySelector("[data-attached]");
  if (list) return list;
  const made = document.createElement("div");
  made.className = "attach";
  made.append(Object.assign(document.createElement("ul")), Object.assign(document.createElement("p"), { className: "meta" }));
  made.firstChild.dataset.attached = "";
  made.lastChild.dataset.progress = "";
  made.lastChild.setAttribute("role", "status");
  root.after(made);
  return made.firstChild;
}
