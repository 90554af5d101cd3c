/* Changes of the text in a textarea, each undone by one Ctrl+Z. */

/* Replace what stands from `start` to `end`, then select `length` characters from `caret` on. */
export function replace(area, start, end, text, caret = start + text.length, length = 0) {
  area.focus();
  area.setSelectionRange(start, end);
  // Deprecated, and still the only way that keeps the browser's own undo.
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (!done) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(caret, caret + length);
}

/* Put a mark on both sides of the selection, or take it away when it is there. */
export function wrap(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const selected = value.slice(start, end);
  const size = mark.length;
  if (worn(mark, run(value, start - 1, -1, mark[0]), run(value, end, 1, mark[0]))) {
    replace(area, start - size, end + size, selected, start - size, selected.length);
  } else if (selected.length > 2 * size && worn(mark, run(selected, 0, 1, mark[0]), run(selected, selected.length - 1, -1, mark[0]))) {
    const bare = selected.slice(size, -size);
    replace(area, start, end, bare, start, bare.length);
  } else {
    replace(area, start, end, mark + selected + mark, start + size, selected.length);
  }
}

/* Whether a mark is among those on both sides: of asterisks, one is for italics, two for bold, three for both. */
function worn(mark, before, after) {
  const both = Math.min(before, after);
  return mark === "*" ? both % 2 === 1 : both >= mark.length;
}

/* How many times a character stands in a row, from a place on. */
function run(value, at, step, character) {
  let count = 0;
  while (value[at + count * step] === character) count += 1;
  return count;
}

/* Begin each selected line with a mark; `mark` may be a function of the line's number. Takes marks away when all have it. */
export function prefix(area, mark) {
  const { start, end, lines } = selectedLines(area);
  const marks = lines.map((_, number) => (typeof mark === "function" ? mark(number) : mark));
  const marked = lines.every((line, number) => line.startsWith(marks[number]));
  const changed = lines.map((line, number) => (marked ? line.slice(marks[number].length) : marks[number] + line)).join("\n");
  replace(area, start, end, changed);
}

/* Put a block on lines of its own, the selection (or nothing) between its head and its tail. */
export function block(area, head, tail = "") {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const selected = value.slice(start, end);
  const gap = start === 0 || value.slice(0, start).endsWith("\n\n") ? "" : value.slice(0, start).endsWith("\n") ? "\n" : "\n\n";
  const text = `${gap}${head}${selected}${tail}\n`;
  replace(area, start, end, text, start + gap.length + head.length, selected.length);
}

/* Put a block on lines of its own at a place, without a move of the page: the caret waits after it. */
export function insert(area, text, at) {
  const { value } = area;
  const before = at === 0 || value.slice(0, at).endsWith("\n\n") ? "" : value.slice(0, at).endsWith("\n") ? "\n" : "\n\n";
  area.setRangeText(before + text, at, at, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/* Put a text at the end, after a blank line. */
export function append(area, text) {
  const end = area.value.length;
  const gap = end === 0 || area.value.endsWith("\n\n") ? "" : area.value.endsWith("\n") ? "\n" : "\n\n";
  replace(area, end, end, gap + text);
  area.scrollTop = area.scrollHeight;
}

function selectedLines(area) {
  const { value, selectionStart, selectionEnd } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const stop = value.indexOf("\n", selectionEnd);
  const end = stop < 0 ? value.length : stop;
  return { start, end, lines: value.slice(start, end).split("\n") };
}
