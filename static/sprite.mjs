// One SVG file with every small drawing: the stars of a skill level, the stations of a level, and the icons.
// A page draws one with <svg><use href="…/sprite.svg#name"></use></svg>; colours come from the page's custom properties.
import { starPath } from "./star.mjs";

// Drawn by hand on a grid of 24, with strokes 2 wide in the colour of the text beside them.
const ICONS = {
  "arrow-left": "M19 12H5m6-7-7 7 7 7",
  "arrow-right": "M5 12h14m-6-7 7 7-7 7",
  bell: "M6 17V10.5a6 6 0 0 1 12 0V17l1.5 2h-15zM10 21.5h4M12 4.5V2.5",
  building: "M5 21V4h9v17m0-12h5v12M3 21h18M8.5 8.5h2m-2 4h2m-2 4h2",
  calendar: "M4 6h16v15H4zM4 11h16M8.5 3v5m7-5v5",
  check: "m4 13 5 5L20 6",
  "chevron-down": "m5 9 7 7 7-7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3.5 2.5",
  close: "m6 6 12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM15 5H4v11",
  download: "M12 3v12m-5-5 5 5 5-5M4 20h16",
  edit: "m4 20 1-5L16 4l4 4L9 19zM13 7l4 4",
  error: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5v5.5m0 3.2v.3",
  eye: "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
  file: "M6 3h8l5 5v13H6zM13.5 3v5.5H19",
  filter: "M4 7h6m4 0h6M4 17h10m4 0h2M12 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM16 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  history: "M4 5v5h5M4.5 9.5A8.5 8.5 0 1 1 4 14m8-6v4.5l3 2",
  home: "M4 11.5 12 4l8 7.5M6.5 9.5V20h11V9.5M10 20v-6h4v6",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5.5m0-9v.3",
  location: "M12 21c-4.5-5-7-8.2-7-11.2a7 7 0 0 1 14 0C19 12.8 16.5 16 12 21Zm0-14a2.8 2.8 0 1 0 0 5.6A2.8 2.8 0 0 0 12 7Z",
  lock: "M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3",
  mail: "M3.5 5.5h17v13h-17zM4 6.5l8 6.5 8-6.5",
  people: "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M15.5 5a3.3 3.3 0 0 1 0 6M18 14.5c2 .9 3.2 2.7 3.5 5.5",
  plus: "M12 5v14M5 12h14",
  print: "M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7z",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21",
  trash: "M4 6.5h16M9 6V3.5h6V6M6 6.5 7 21h10l1-14.5M10.3 11v6m3.4-6v6",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  user: "M12 3.5a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4ZM4 20.5c.6-4.3 3.6-6.5 8-6.5s7.4 2.2 8 6.5",
  warning: "M12 3.5 22 20.5H2zM12 10v5m0 2.7v.3",
  work: "M3.5 8h17v12h-17zM9 8V4.5h6V8M3.5 13.5h17",
};

const symbol = (id, width, height, content) => `<symbol id="${id}" viewBox="0 0 ${width} ${height}">${content}</symbol>`;

function icon(name, path) {
  const stroke = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return symbol(`icon-${name}`, 24, 24, `<path d="${path}" ${stroke}/>`);
}

/** Four stars in a row, the first `filled` of them filled. */
function stars(filled) {
  const draw = (place) =>
    place < filled
      ? `<path d="${starPath(9 + place * 18, 9, 8.8, 0.46)}" fill="var(--star,#e4002b)"/>`
      : `<path d="${starPath(9 + place * 18, 9, 7.8, 0.46)}" fill="none" stroke="var(--star-empty,#6b7f92)" stroke-width="1.1" stroke-linejoin="round"/>`;
  return symbol(`stars-${filled}`, 72, 18, [0, 1, 2, 3].map(draw).join(""));
}

/** A line with seven stations; the one at `level` is where the job stands. */
function stations(level) {
  const at = (place) => 12 + (place - 1) * 22;
  const draw = (place) =>
    place === level
      ? `<circle cx="${at(place)}" cy="12" r="8" fill="var(--surface,#fff)" stroke="var(--ink,#0b2545)" stroke-width="4"/>`
      : `<circle cx="${at(place)}" cy="12" r="3" fill="var(--surface,#fff)"/>`;
  const line = `<path d="M12 12h132" stroke="var(--line,#4a5a6a)" stroke-width="10" stroke-linecap="round"/>`;
  return symbol(`level-${level}`, 156, 24, line + [1, 2, 3, 4, 5, 6, 7].map(draw).join(""));
}

export function sprite() {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg">' +
    Object.entries(ICONS).map(([name, path]) => icon(name, path)).join("") +
    symbol("star-outline", 24, 24, `<path d="${starPath(12, 12, 10)}" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/>`) +
    symbol("star", 24, 24, `<path d="${starPath(12, 12, 11.5)}" fill="currentColor"/>`) +
    symbol("flag-stars", 72, 18, [0, 1, 2, 3].map((place) => `<path d="${starPath(9 + place * 18, 9, 8.5)}" fill="currentColor"/>`).join("")) +
    [1, 2, 3, 4].map(stars).join("") +
    [1, 2, 3, 4, 5, 6, 7].map(stations).join("") +
    "</svg>\n"
  );
}
