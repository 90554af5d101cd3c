/* The one policy that the Content-Security-Policy names (`trusted-types parvis`). Only for HTML that this site's server
   rendered and cleaned: a preview, the row of a file. */

const policy = globalThis.trustedTypes?.createPolicy("parvis", { createHTML: (html) => html });

export function put(element, html) {
  element.innerHTML = policy ? policy.createHTML(html) : html;
}

export function fragment(html) {
  const template = document.createElement("template");
  put(template, html);
  return template.content;
}
