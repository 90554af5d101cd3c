/* Requests to our own server, signed with the token of the form they come from. */

export class Refused extends Error {
  /* `message` is a sentence for the writer, or empty; `wait` is in seconds. */
  constructor(message, wait) {
    super(message);
    this.wait = wait;
  }
}

const OUTLIVES = 60_000; // bytes that a browser still sends for a page one has left

export async function post(form, url, fields, signal) {
  const body = new URLSearchParams(fields).toString();
  const headers = { "X-CSRFToken": token(form), "Content-Type": "application/x-www-form-urlencoded" };
  const response = await fetch(url, { method: "POST", headers, body, signal, keepalive: body.length < OUTLIVES });
  return answer(response.headers.get("Content-Type"), response.status, () => response.json(), response.headers.get("Retry-After"));
}

/* What an address answers in JSON; null for a refusal, and for the page that asks to sign in again. */
export async function asked(url, options) {
  const response = await fetch(url, options).catch(() => null);
  return response?.ok && isType(response.headers.get("Content-Type"), "application/json") ? response.json() : null;
}

export async function text(url) {
  const response = await fetch(url);
  if (!response.ok || !isType(response.headers.get("Content-Type"), "text/plain")) throw new Refused("", 0);
  return response.text();
}

/* fetch tells nothing of an upload's progress, so files go by XMLHttpRequest. `onProgress` takes a share from 0 to 1. */
export function upload(form, url, file, count, onProgress) {
  const data = new FormData();
  data.append("files", file);
  data.append("count", count);
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.setRequestHeader("X-CSRFToken", token(form));
  request.upload.addEventListener("progress", (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0));
  return new Promise((resolve, reject) => {
    request.addEventListener("error", () => reject(new Refused("", 0)));
    request.addEventListener("load", () => {
      const parsed = async () => JSON.parse(request.responseText);
      answer(request.getResponseHeader("Content-Type"), request.status, parsed, request.getResponseHeader("Retry-After")).then(resolve, reject);
    });
    request.send(data);
  });
}

async function answer(type, status, parsed, wait) {
  const body = isType(type, "application/json") ? await parsed() : {};
  if (status >= 400 || !isType(type, "application/json")) throw new Refused(body.error ?? "", Number(wait ?? 0));
  return body;
}

function isType(type, wanted) {
  return (type ?? "").startsWith(wanted);
}

function token(form) {
  return form.elements.csrf_token?.value ?? "";
}
