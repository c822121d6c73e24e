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

// A box of filters that a person opened stays open when the part around it is drawn anew, and what had the focus keeps it.
// Where that is gone (a filter taken away, another page), the head of the results gets it, so that the next Tab goes on from
// there and not from the top of the page.
let opened = [];
let focused = "";
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  opened = [...detail.target.querySelectorAll("details[open]")].map((box) => box.id).filter(Boolean);
  focused = document.activeElement.id;
});
// All in the same moment as the exchange: between a box drawn closed and its opening nothing in it can have the focus, and
// a key that is pressed meanwhile would go nowhere.
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (document.activeElement !== document.body) return;
  const wanted = (focused && document.getElementById(focused)) || document.getElementById("result-count");
  wanted?.focus({ preventScroll: true });
});

// The server could not be asked, or failed: go to the address as if there were no scripts, so that its answer is seen.
for (const fault of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(fault, ({ detail }) => {
    if (detail.requestConfig.verb === "get") location.assign(detail.pathInfo.finalRequestPath);
  });
}

window.htmx = htmx;
