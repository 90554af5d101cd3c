/* The writing field: toolbar, keys, count of characters, preview while one types, files dropped or pasted into it. */

import { COMMANDS, keysOf, pressed } from "../commands.js";
import { replace } from "../editing.js";
import { LawPicker } from "../lawpicker.js";
import { LivePreview } from "../livepreview.js";
import { chooseFiles, sendFiles } from "../files.js";

export default function editor(root) {
  const area = root.querySelector("[data-text]");
  const form = area.form;
  const toolbar = root.querySelector("[data-toolbar]");
  const preview = new LivePreview(form, area, root.querySelector("[data-live-preview]"), root.dataset.preview);
  const law = new LawPicker(root.querySelector("[data-law-picker]"), area, (field, words) => replace(field, field.selectionStart, field.selectionEnd, words));
  const count = counter(area, root.querySelector("[data-count]"));

  function run(command) {
    if (command === "preview") showPreview();
    else if (command === "law") law.toggle();
    else if (command === "image") chooseFiles(form, root);
    else COMMANDS[command]?.(area);
  }

  function showPreview() {
    toolbar.querySelector('[data-command="preview"]').setAttribute("aria-pressed", preview.toggle());
  }

  area.addEventListener("input", () => {
    count();
    preview.textChanged();
  });
  form.elements.law?.addEventListener("input", () => preview.textChanged());
  area.addEventListener("keydown", (event) => {
    const command = pressed(event);
    if (command) {
      event.preventDefault();
      run(command);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      form.requestSubmit(form.querySelector('button.primary[name="do"]'));
    }
  });
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (!button) return;
    button.closest("details")?.removeAttribute("open");
    run(button.dataset.command);
  });
  takeFiles(area, form, root);
  dress(toolbar);
  count();
}

function counter(area, output) {
  const max = Number(output.dataset.max);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  return () => {
    const length = [...area.value].length;
    output.textContent = length ? `${number.format(length)} / ${number.format(max)}` : "";
    output.closest(".editor").classList.toggle("too-long", length > max);
  };
}

function takeFiles(area, form, root) {
  area.addEventListener("paste", (event) => take(event, event.clipboardData));
  area.addEventListener("drop", (event) => take(event, event.dataTransfer));
  area.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());

  function take(event, data) {
    // A word processor puts a picture of the text beside the text: then the text is meant.
    if (!data.files.length || data.types.includes("text/plain")) return;
    event.preventDefault();
    sendFiles(form, root, data.files, { place: true });
  }
}

function icon(address) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(document.createElementNS(drawing.namespaceURI, "use"));
  drawing.firstChild.setAttribute("href", address);
  return drawing;
}

/* Draw the icons, show the toolbar, tell the keys, and let the arrows walk along its buttons as in any toolbar. */
function dress(toolbar) {
  const buttons = [...toolbar.querySelectorAll(":scope > button, :scope > details > summary")];
  for (const button of toolbar.querySelectorAll("[data-command]")) {
    const keys = keysOf(button.dataset.command), label = button.getAttribute("aria-label");
    if (label) button.append(icon(`${toolbar.dataset.icons}#${button.dataset.command}`));
    if (label || keys) button.title = (label ?? button.textContent) + (keys ? ` (${keys})` : "");
  }
  buttons.forEach((button, at) => (button.tabIndex = at ? -1 : 0));
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  toolbar.hidden = false;
}
