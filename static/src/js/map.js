// The career map: larger and smaller, and a card beside the station that one looks at. Without this file the map is
// whole: every station is a link, and its page says all that the card says.

const figure = document.querySelector("[data-map-figure]");
const svg = figure?.querySelector("[data-map]");
if (svg) {
  const whole = svg.viewBox.baseVal;
  const all = { x: 0, y: 0, width: whole.width, height: whole.height };
  let view = { ...all };
  const LARGEST = 5;

  // --- larger, smaller, to the side ---

  const pans = figure.querySelector("[data-pans]");
  function show(next) {
    const width = Math.min(all.width, Math.max(all.width / LARGEST, next.width));
    const height = (width / all.width) * all.height;
    const x = Math.min(all.width - width, Math.max(0, next.x));
    const y = Math.min(all.height - height, Math.max(0, next.y));
    view = { x, y, width, height };
    svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    const isLarge = width < all.width - 1;
    svg.classList.toggle("is-large", isLarge);
    pans.hidden = !isLarge;
    hideCard();
  }

  function zoom(factor, at = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) {
    const width = Math.min(all.width, Math.max(all.width / LARGEST, view.width / factor));
    const part = width / view.width;
    show({ x: at.x - (at.x - view.x) * part, y: at.y - (at.y - view.y) * part, width });
  }

  function placeOf(event) {
    const box = svg.getBoundingClientRect();
    return {
      x: view.x + ((event.clientX - box.left) / box.width) * view.width,
      y: view.y + ((event.clientY - box.top) / box.height) * view.height,
    };
  }

  figure.querySelector("[data-map-keys]").hidden = false;
  figure.addEventListener("click", (event) => {
    const key = event.target.closest("[data-zoom], [data-pan]");
    if (!key) return;
    if (key.dataset.pan) {
      const [right, down] = key.dataset.pan.split(" ").map(Number);
      const step = view.width / 4;
      show({ ...view, x: view.x + right * step, y: view.y + down * step });
    } else if (key.dataset.zoom === "all") show(all);
    else zoom(key.dataset.zoom === "in" ? 1.5 : 1 / 1.5);
  });

  // The wheel alone scrolls the page, as everywhere; with Ctrl (or a pinch on a touch pad) it zooms.
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), placeOf(event));
    },
    { passive: false },
  );

  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    if (!svg.classList.contains("is-large") || event.button) return;
    held = { x: event.clientX, y: event.clientY, from: { ...view }, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const scale = view.width / svg.getBoundingClientRect().width;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (Math.hypot(dx, dy) > 4) held.moved = true;
    if (!held.moved) return;
    svg.classList.add("is-held");
    show({ ...view, x: held.from.x - dx * scale, y: held.from.y - dy * scale });
  });
  addEventListener("pointerup", () => {
    svg.classList.remove("is-held");
    if (held?.moved) svg.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    held = null;
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  // --- the card ---

  const card = figure.querySelector("[data-map-card]");
  const ground = card.parentElement;
  let shown = null;
  let leaving = 0;
  let tapped = false;

  function marked(stop, isNear) {
    const here = stop.dataset.stop;
    for (const hop of svg.querySelectorAll("[data-hop]")) {
      if (hop.dataset.hop.split(" ").includes(here)) hop.classList.toggle("is-near", isNear);
    }
    stop.classList.toggle("is-near", isNear);
  }

  function showCard(stop) {
    clearTimeout(leaving);
    if (shown === stop) return;
    hideCard();
    const said = document.getElementById(`stop-${stop.dataset.stop}`);
    if (!said) return;
    shown = stop;
    marked(stop, true);
    const copy = said.cloneNode(true);
    const more = copy.querySelector("details");
    more?.querySelector("summary").remove();
    more?.replaceWith(...more.childNodes);
    card.replaceChildren(...copy.childNodes);
    card.hidden = false;
    // Beside the station, on the side where there is room, and never over it.
    const [at, field] = [stop.querySelector("rect").getBoundingClientRect(), ground.getBoundingClientRect()];
    const right = at.right + 8 + card.offsetWidth < field.right;
    const left = right ? at.right - field.left + 8 : at.left - field.left - card.offsetWidth - 8;
    const top = Math.min(at.top - field.top, field.height - card.offsetHeight - 8);
    card.style.left = `${Math.max(4, left)}px`;
    card.style.top = `${Math.max(4, top)}px`;
  }

  function hideCard() {
    if (!shown) return;
    marked(shown, false);
    shown = null;
    card.hidden = true;
  }

  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hideCard, 250);
  };
  svg.addEventListener("pointerover", (event) => {
    const stop = event.target.closest("[data-stop]");
    if (stop && event.pointerType === "mouse" && !held?.moved) showCard(stop);
    else if (event.pointerType === "mouse") leave();
  });
  svg.addEventListener("pointerleave", leave);
  card.addEventListener("pointerenter", () => clearTimeout(leaving));
  card.addEventListener("pointerleave", leave);

  // A first tap shows the card, which has the link; a second one follows it.
  svg.addEventListener("pointerdown", (event) => (tapped = event.pointerType !== "mouse"));
  svg.addEventListener("click", (event) => {
    const stop = event.target.closest("[data-stop]");
    if (!stop) return hideCard();
    if (tapped && shown !== stop) {
      event.preventDefault();
      showCard(stop);
    }
  });

  // On the figure: an SVG element that listens for focus can be focused itself, and would be a stop without a purpose.
  figure.addEventListener("focusin", (event) => {
    const stop = event.target.closest("[data-stop]");
    if (!stop?.matches(":focus-visible")) return;
    const box = stop.querySelector("rect").getBBox();
    const isOut = box.x < view.x || box.y < view.y || box.x + box.width > view.x + view.width || box.y + box.height > view.y + view.height;
    if (isOut) show({ ...view, x: box.x + box.width / 2 - view.width / 2, y: box.y + box.height / 2 - view.height / 2 });
    showCard(stop);
  });
  figure.addEventListener("focusout", (event) => {
    if (!figure.contains(event.relatedTarget)) hideCard();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideCard();
  });
}
