/* How much of its length a text takes, said while one types; the server wrote the sentence, only its first number moves. */

export default function count(box) {
  const area = box.querySelector("textarea");
  const line = box.querySelector("[data-count]");

  area.addEventListener("input", () => {
    line.textContent = line.textContent.replace(/^\d+/, String(area.value.length));
  });
}
