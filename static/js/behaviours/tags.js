/* Known étiquettes become buttons that put themselves into the field, or take themselves out. */

export default function tags(picker) {
  const input = picker.querySelector("input");
  for (const word of picker.querySelectorAll("[data-tag]")) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "link-button", textContent: word.textContent });
    button.addEventListener("click", () => toggle(word.textContent));
    word.replaceChildren(button);
  }
  input.addEventListener("input", show);
  show();

  function toggle(name) {
    const names = chosen();
    const at = names.findIndex((each) => same(each, name));
    if (at < 0) names.push(name);
    else names.splice(at, 1);
    input.value = names.join(", ");
    show();
  }

  function show() {
    const names = chosen();
    for (const button of picker.querySelectorAll("[data-tag] > button")) {
      button.setAttribute("aria-pressed", names.some((each) => same(each, button.textContent)));
    }
  }

  function chosen() {
    return input.value.split(",").map((name) => name.trim()).filter(Boolean);
  }
}

function same(one, other) {
  return one.localeCompare(other, document.documentElement.lang, { sensitivity: "base" }) === 0;
}
