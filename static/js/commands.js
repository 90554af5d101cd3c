/* What the buttons of the toolbar do, and the keys that do the same. */

import { block, prefix, replace, wrap } from "./editing.js";

export const COMMANDS = {
  bold: (area) => wrap(area, "**"),
  italic: (area) => wrap(area, "*"),
  strike: (area) => wrap(area, "~~"),
  link,
  quote: (area) => prefix(area, "> "),
  spoiler: (area) => prefix(area, ">! "),
  list: (area) => prefix(area, "- "),
  numbered: (area) => prefix(area, (number) => `${number + 1}. `),
  tasks: (area) => prefix(area, "- [ ] "),
  heading: (area) => prefix(area, "## "),
  code,
  table,
  footnote,
  notabene: (area) => block(area, "Nota bene : "),
};

/* With Ctrl, or Cmd on a Mac. */
export const KEYS = {
  "b": "bold",
  "i": "italic",
  "k": "link",
  "e": "code",
  "shift+Digit7": "numbered",
  "shift+Digit8": "list",
  "shift+Digit9": "quote",
  "shift+KeyP": "preview",
};

export function pressed(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  return KEYS[event.shiftKey ? `shift+${event.code}` : event.key.toLowerCase()] ?? null;
}

export function keysOf(command) {
  const keys = Object.keys(KEYS).find((key) => KEYS[key] === command);
  if (!keys) return "";
  const shift = document.documentElement.lang === "fr" ? "Maj" : "Shift";
  const named = keys.split("+").map((key) => (key === "shift" ? shift : key.replace(/Digit|Key/, "").toUpperCase()));
  return ["Ctrl", ...named].join("+");
}

function link(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const selected = value.slice(start, end);
  if (/^https?:\/\/\S+$/.test(selected)) replace(area, start, end, `[](${selected})`, start + 1);
  else replace(area, start, end, `[${selected}](https://)`, start + selected.length + 3, 8);
}

function code(area) {
  const selected = area.value.slice(area.selectionStart, area.selectionEnd);
  if (selected.includes("\n")) block(area, "```\n", "\n```");
  else wrap(area, "`");
}

/* A table comes after what is selected: a table is no dress for words. */
function table(area) {
  area.setSelectionRange(area.selectionEnd, area.selectionEnd);
  block(area, "|  |  |\n| --- | --- |\n|  |  |");
}

function footnote(area) {
  const used = [...area.value.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1]));
  const number = Math.max(0, ...used) + 1;
  const { selectionEnd: at, value } = area;
  const call = `[^${number}]`;
  replace(area, at, value.length, `${call}${value.slice(at).trimEnd()}\n\n${call}: `);
}
