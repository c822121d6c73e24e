// Refreshes parts of a page in place, where the page says so with hx- attributes. Without it the same links and forms load
// whole pages.
import htmx from "htmx.org";

// The content security policy allows no evaluation and no injected style; pages of other people's computers are not kept.
Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollBehavior: "auto",
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

// A box of filters that a person opened stays open when the part around it is drawn anew, what had the focus keeps it, and
// what was typed since the server was asked is not typed over by an answer that does not know of it.
// Where the focus is gone (a filter taken away, another page), the head of the results gets it, so that the next Tab goes on
// from there and not from the top of the page.
const words = "input[id]:not([type=hidden], [type=checkbox], [type=radio])";
const asked = new WeakMap();
document.addEventListener("htmx:beforeRequest", ({ detail: { target } }) => {
  asked.set(target, new Map([...target.querySelectorAll(words)].map((field) => [field.id, field.value])));
});

let opened = [];
let focused = "";
let typed = [];
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const then = asked.get(target);
  opened = [...target.querySelectorAll("details[open]")].map((box) => box.id).filter(Boolean);
  focused = document.activeElement.id;
  typed = [...target.querySelectorAll(words)].filter((field) => then && field.value !== then.get(field.id));
  for (const field of typed) delete field.dataset.typed; // its going is not its person's leaving it
});
// All in the same moment as the exchange: between a box drawn closed and its opening nothing in it can have the focus, and
// a key that is pressed meanwhile would go nowhere.
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  for (const { id, value, selectionStart, selectionEnd } of typed.splice(0)) {
    const field = document.getElementById(id);
    if (!field) continue;
    field.value = value;
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
    field.dataset.typed = "";
  }
  if (document.activeElement !== document.body) return;
  const wanted = (focused && document.getElementById(focused)) || document.getElementById("result-count");
  wanted?.focus({ preventScroll: true });
});

// A browser says that a field has changed only when its person typed all of it there: the part that was carried over is
// told in its place.
document.addEventListener("change", ({ target }) => delete target.dataset.typed);
document.addEventListener("focusout", ({ target }) => {
  if ("typed" in target.dataset) target.dispatchEvent(new Event("change", { bubbles: true }));
});

// Who waits is told so; an answer that comes at once needs no words.
const SOON = 300;
let soon = 0;
document.addEventListener("htmx:beforeRequest", ({ detail: { target } }) => {
  const note = target.querySelector(":scope > .looking");
  if (!note) return;
  clearTimeout(soon);
  soon = setTimeout(() => {
    target.dataset.looking = "";
    document.getElementById("announcement").textContent = note.textContent;
  }, SOON);
});
document.addEventListener("htmx:afterRequest", ({ detail: { target } }) => {
  if (!target.querySelector(":scope > .looking")) return;
  clearTimeout(soon);
  delete target.dataset.looking;
});

// The server could not be asked, or failed: go to the address as if there were no scripts, so that its answer is seen.
for (const fault of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(fault, ({ detail }) => {
    if (detail.requestConfig.verb === "get") location.assign(detail.pathInfo.finalRequestPath);
  });
}

window.htmx = htmx;
