// Conveniences only: every page works without this file.

// A menu in the header (a <details>) closes on Escape, and when the person goes elsewhere.
const menus = "details[data-menu][open]";
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.(menus);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll(menus)) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

// A print button is in the page but hidden: without scripts it could do nothing, and the browser's own menu prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A message that one has opened is read. Without scripts the page has a button for it: opening it changes nothing.
async function noteThatItIsRead(form) {
  const done = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!done?.ok) return;
  const page = new DOMParser().parseFromString(await done.text(), "text/html");
  for (const place of ["#inbox-link", ".message__foot"]) {
    const [now, then] = [document, page].map((where) => where.querySelector(place));
    if (now && then) now.replaceWith(document.adoptNode(then));
  }
}
const reading = document.querySelector("form[data-read-at-once]");
if (reading) noteThatItIsRead(reading);

// Signing out leaves nothing on the device: marks of a check-in that never arrived would go too, so that is asked first.
function keptMarks() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("checkin:"));
  } catch {
    return []; // this browser keeps nothing
  }
}
document.addEventListener("submit", (event) => {
  const { lastWords } = event.target.dataset;
  const kept = lastWords ? keptMarks() : [];
  const isUnsent = kept.some((key) => localStorage.getItem(key).includes('"at"'));
  if (isUnsent && !window.confirm(lastWords)) event.preventDefault();
  else for (const key of kept) localStorage.removeItem(key);
});

// A form is sent once, however often its button is pressed while the answer is on its way: a second one would be told that
// the thing is done already. After a while it may be pressed again, should the first have gone nowhere.
const AGAIN = 10_000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("sent" in form.dataset) return event.preventDefault();
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, AGAIN);
});
// Back to a page that the browser has kept as it was.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
