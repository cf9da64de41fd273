// Passkeys: what the browser asks its authenticator, as the form's answer. Forms say what they are for in data-passkey:
// "make" (a new one), "prove" (one of this account), "enter" (any, its options are fetched when they are needed).
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

const make = async (options) => {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
      authenticatorSelection: {
        ...options.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  const { attestationObject, clientDataJSON } = made.response;
  return {
    ...shell(made),
    response: {
      attestationObject: toText(attestationObject),
      clientDataJSON: toText(clientDataJSON),
      transports: made.response.getTransports?.() ?? [],
    },
  };
};

const prove = async (options) => {
  const shown = await navigator.credentials.get({
    publicKey: { ...options, challenge: toBytes(options.challenge), allowCredentials: known(options.allowCredentials) },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
  return {
    ...shell(shown),
    response: {
      authenticatorData: toText(authenticatorData),
      clientDataJSON: toText(clientDataJSON),
      signature: toText(signature),
      userHandle: userHandle ? toText(userHandle) : null,
    },
  };
};

const shell = (credential) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
});

const options = async (form) => {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new TypeError(`${answer.status}`);
  return answer.json();
};

const say = (form, what) => {
  for (const words of form.querySelectorAll("[role=alert][data-passkey-failed], [data-passkey-unreached]"))
    words.hidden = !(what && what in words.dataset);
};

const answer = async (event) => {
  event.preventDefault();
  const form = event.target;
  say(form, null);
  let reached = false;
  try {
    const asked = await options(form);
    reached = true;
    const ceremony = form.dataset.passkey === "make" ? make(asked.creation_options.publicKey) : prove(asked.request_options.publicKey);
    form.elements.credential.value = JSON.stringify(await ceremony);
    form.submit();
  } catch (error) {
    console.warn(error);
    say(form, reached ? "passkeyFailed" : "passkeyUnreached");
  }
};

// A passkey belongs to a name: where the site is called by a number it cannot be used.
const usable = "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(location.hostname);
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.querySelector("button").disabled = !usable;
  form.querySelector("[data-passkey-none]").hidden = usable;
  form.addEventListener("submit", answer);
  // Who signs in has the other ways before their eyes: a button that does nothing is none.
  const section = form.closest("[data-ways]");
  if (section && !usable) {
    form.hidden = true;
    section.hidden = !section.querySelector("a.btn");
  }
}
