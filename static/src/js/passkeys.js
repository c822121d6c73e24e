// Passkeys: the one thing here that needs a script. A form says with data-passkey what it is for:
//   "sign-in"  asks the server for a challenge, then for any passkey of this device
//   "use"      the same with the challenge that is in the page (the second step)
//   "make"     makes a passkey, with the options that are in the page
// Forms and links that only make sense with passkeys are hidden until it is known that the browser has them.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const known = (list = []) => list.map((credential) => ({ ...credential, id: bytes(credential.id) }));

function toMake({ publicKey }) {
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      // Kept on the device and guarded by it: only so can it sign in alone.
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  };
}

function toUse({ publicKey }) {
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  };
}

/** What the server reads: the credential with its buffers as text. */
function asText(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

const inPage = () => JSON.parse(document.getElementById("passkey-options").textContent);

async function fromServer(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no challenge: ${answer.status}`);
  return (await answer.json()).request_options;
}

async function credentialFor(form) {
  if (form.dataset.passkey === "make") return navigator.credentials.create(toMake(inPage().creation_options));
  const options = form.dataset.passkey === "use" ? inPage().request_options : await fromServer(form);
  return navigator.credentials.get(toUse(options));
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const fault = form.querySelector("[data-passkey-fault]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      fault.hidden = true;
      try {
        form.elements.credential.value = asText(await credentialFor(form));
        form.submit();
      } catch {
        fault.hidden = false; // stopped by the person, out of time, or not able: the words name another way
      }
    });
  }
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}
