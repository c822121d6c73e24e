// The mark of the site (a red star on navy between two blue stripes) as SVG, and as the PNG and ICO that some browsers want.
import { deflateSync } from "node:zlib";

import { starPath, starPoints } from "./star.mjs";

const NAVY = [0x0b, 0x25, 0x45];
const SKY = [0x41, 0xb6, 0xe6];
// Lighter than the flag's red, which is too dark on navy at 16 pixels.
const RED = [0xff, 0x3b, 0x55];
const hex = (color) => `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

function svg() {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">' +
    `<rect width="64" height="64" rx="12" fill="${hex(NAVY)}"/>` +
    `<path d="M0 12h64v5H0zM0 47h64v5H0z" fill="${hex(SKY)}"/>` +
    `<path d="${starPath(32, 32, 20)}" fill="${hex(RED)}" stroke="${hex(NAVY)}" stroke-width="5" paint-order="stroke"/></svg>`
  );
}

function inside(x, y, corners) {
  let hit = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [xi, yi] = corners[i];
    const [xj, yj] = corners[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) hit = !hit;
  }
  return hit;
}

/** The mark drawn `size` pixels wide with 4 x 4 samples a pixel, as a PNG (RGB, eight bits). */
function png(size) {
  const star = starPoints(0.5, 0.5, 0.36);
  const halo = starPoints(0.5, 0.5, 0.45);
  const color = (x, y) => {
    if (inside(x, y, star)) return RED;
    if (inside(x, y, halo)) return NAVY;
    return (y > 0.18 && y < 0.27) || (y > 0.73 && y < 0.82) ? SKY : NAVY;
  };
  const raw = Buffer.alloc(size * (size * 3 + 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0];
      for (let sample = 0; sample < 16; sample++) {
        const x = (column + (sample % 4) / 4 + 0.125) / size;
        const y = (row + (sample >> 2) / 4 + 0.125) / size;
        color(x, y).forEach((part, channel) => (sum[channel] += part));
      }
      sum.forEach((total, channel) => (raw[row * (size * 3 + 1) + 1 + column * 3 + channel] = total / 16));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const result = Buffer.alloc(body.length + 8);
  result.writeUInt32BE(data.length, 0);
  body.copy(result, 4);
  result.writeUInt32BE(crc32(body), body.length + 4);
  return result;
}

function crc32(buffer) {
  let crc = ~0;
  for (const byte of buffer) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** An ICO file that holds one PNG. */
function ico(size) {
  const image = png(size);
  const head = Buffer.alloc(22);
  head.set([0, 0, 1, 0, 1, 0, size, size, 0, 0, 1, 0, 24, 0]);
  head.writeUInt32LE(image.length, 14);
  head.writeUInt32LE(22, 18);
  return Buffer.concat([head, image]);
}

/** File name -> content. */
export function favicons() {
  return { "favicon.svg": svg(), "favicon.ico": ico(32), "touch-icon.png": png(180) };
}
