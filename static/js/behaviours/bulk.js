/* The bar of moderation: it says how many are ticked, asks for a forum only where one is needed, and waits for a tick. */

export default function bulk(form) {
  const verb = form.elements.verb;
  const forum = form.elements.forum?.closest(".field");
  const button = form.querySelector("button");
  const label = button.textContent;

  document.addEventListener("change", (event) => event.target.form === form && show());
  window.addEventListener("pageshow", show);
  show();

  function show() {
    const ticked = [...form.elements].filter((field) => field.type === "checkbox" && field.checked).length;
    button.textContent = ticked ? `${label} (${ticked})` : label;
    button.disabled = ticked === 0;
    if (forum) forum.hidden = !verb.selectedOptions[0].hasAttribute("data-forum") && verb.querySelector("[data-forum]") !== null;
  }
}
