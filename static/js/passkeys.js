/* Passkeys: the server's JSON as the browser wants it, and the browser's answer as the server reads it. Browsers learn
   to do this by themselves (parseCreationOptionsFromJSON, toJSON); those of 2024 do not all. */

export function isPossible() {
  return window.isSecureContext && Boolean(window.PublicKeyCredential && navigator.credentials);
}

export async function create(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) } };
  publicKey.excludeCredentials = (options.excludeCredentials ?? []).map(described);
  const made = await navigator.credentials.create({ publicKey });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

export async function get(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  publicKey.allowCredentials = (options.allowCredentials ?? []).map(described);
  const given = await navigator.credentials.get({ publicKey });
  const handle = given.response.userHandle;
  return answer(given, {
    authenticatorData: text(given.response.authenticatorData),
    signature: text(given.response.signature),
    ...(handle ? { userHandle: text(handle) } : {}),
  });
}

function answer(credential, response) {
  const clientDataJSON = text(credential.response.clientDataJSON);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: { clientDataJSON, ...response },
  });
}

function described(credential) {
  return { ...credential, id: bytes(credential.id) };
}

/* base64url, without padding, both ways */

function bytes(coded) {
  const plain = atob(coded.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
