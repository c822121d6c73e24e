// The municipal star: six sharp points. A point's angle is 30 degrees, which puts the inner corners at 0.366 of the radius.
export const INNER = 0.366;

/** The twelve corners of a star around (cx, cy), its first point up. */
export function starPoints(cx, cy, radius) {
  return Array.from({ length: 12 }, (_, corner) => {
    const angle = (corner * Math.PI) / 6 - Math.PI / 2;
    const reach = corner % 2 ? radius * INNER : radius;
    return [cx + reach * Math.cos(angle), cy + reach * Math.sin(angle)];
  });
}

/** The same as an SVG path. */
export function starPath(cx, cy, radius) {
  return `M${starPoints(cx, cy, radius).map(([x, y]) => `${+x.toFixed(2)} ${+y.toFixed(2)}`).join("L")}Z`;
}
