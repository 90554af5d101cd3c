/* A menu made of details: it closes on Escape, on a click elsewhere, and when one leaves it by the keyboard. */

export default function menu(details) {
  const summary = details.querySelector("summary");

  details.addEventListener("toggle", () => {
    const change = details.open ? document.addEventListener : document.removeEventListener;
    change.call(document, "click", elsewhere);
    change.call(document, "keydown", escape);
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });

  function elsewhere(event) {
    if (!details.contains(event.target)) details.open = false;
  }

  function escape(event) {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  }
}
