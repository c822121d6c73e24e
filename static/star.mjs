// The municipal star: six sharp points.

// How far out the inner corners stand, as a part of the radius. Smaller stars take a larger part, or they look like an
// asterisk.
const INNER = 0.4;

/** The twelve corners of a star around (cx, cy), its first point up. */
export function starPoints(cx, cy, radius, inner = INNER) {
  return Array.from({ length: 12 }, (_, corner) => {
    const angle = (corner * Math.PI) / 6 - Math.PI / 2;
    const reach = corner % 2 ? radius * inner : radius;
    return [cx + reach * Math.cos(angle), cy + reach * Math.sin(angle)];
  });
}

/** The same as an SVG path. */
export function starPath(cx, cy, radius, inner = INNER) {
  const corners = starPoints(cx, cy, radius, inner).map(([x, y]) => `${+x.toFixed(2)} ${+y.toFixed(2)}`);
  return `M${corners.join("L")}Z`;
}
