// A form with data-autosave keeps what is typed, a moment after the last key. Without this file the button saves.
const form = document.querySelector("form[data-autosave]");
const note = form?.querySelector("[data-autosave-note]");
const PAUSE = 2000;
let waiting = 0;
let isSaving = false;
let isStale = Boolean(form?.querySelector(".conflict"));

async function save() {
  waiting = 0;
  if (isSaving) return later();
  isSaving = true;
  const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) }).catch(() => null);
  isSaving = false;
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
form?.addEventListener("submit", () => {
  clearTimeout(waiting);
  isStale = true; // what is being sent needs no second copy
});
