/* The bar of moderation: it says how many are ticked, and waits for a tick. */

export default function bulk(form) {
  const button = form.querySelector("button");
  const label = button.textContent;

  document.addEventListener("change", (event) => event.target.form === form && show());
  window.addEventListener("pageshow", show);
  show();

  function show() {
    const ticked = [...form.elements].filter((field) => field.type === "checkbox" && field.checked).length;
    button.textContent = ticked ? `${label} (${ticked})` : label;
    button.disabled = ticked === 0;
  }
}
