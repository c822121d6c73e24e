// A form with data-autosave keeps what is typed, a moment after the last key. Without this file the button saves.
const form = document.querySelector("form[data-autosave]");
const note = form?.querySelector("[data-autosave-note]");
const PAUSE = 2000;
const LONG = 15_000; // after so long an answer is not waited for
let waiting = 0;
let saving = null;
let isStale = Boolean(form?.querySelector(".conflict"));

async function save() {
  waiting = 0;
  if (saving) return later();
  saving = send();
  await saving;
  saving = null;
}

async function send() {
  // An older browser has no such limit; without one it waits as long as the network does.
  const options = { method: "POST", body: new FormData(form), signal: AbortSignal.timeout?.(LONG) };
  const answer = await fetch(form.dataset.autosave, options).catch(() => null);
  if (!answer) return;
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) form.elements.version.value = said.version;
  isStale = answer.status === 409;
  note.textContent = answer.ok ? form.dataset.saved : isStale ? form.dataset.stale : form.dataset.unsaved;
}

function later() {
  if (isStale) return;
  clearTimeout(waiting);
  waiting = setTimeout(save, PAUSE);
}

form?.addEventListener("input", later);
// What is being sent needs no second copy. A copy that is under way comes first: it makes a version, and a form that knows
// of the one before would be taken for somebody else's.
form?.addEventListener("submit", async (event) => {
  clearTimeout(waiting);
  if (saving && form.requestSubmit) {
    event.preventDefault();
    await saving;
    return form.requestSubmit(event.submitter);
  }
  isStale = true;
});
