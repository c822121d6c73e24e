// Builds the look: static/src -> static/dist. Run by `npm run build`; needs nothing but what package.json names.
//
//   css/site.css     one style sheet (USWDS parts in use, our own, print at the end)
//   js/site.js       a few conveniences; every page works without it
//   js/autosave.js   keeps what is typed in a long form
//   js/fragments.js  htmx, on the pages that refresh a part of themselves in place
//   js/passkeys.js   signing in with a passkey, on the pages that offer it
//   js/session.js    warns before a session ends, for people who are signed in
//   js/map.js        larger and smaller, and cards of stations, on the career map
//   js/checkin.js    check-in at a course with a bad connection
//   fonts/ img/      only the files that the style sheet names, and our own pictures
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import { compileAsync, Logger } from "sass-embedded";

import { favicons } from "./favicons.mjs";
import { sprite } from "./sprite.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, "..", "node_modules");
const src = join(root, "src");
const dist = join(root, "dist");

// Where a file that the style sheet names may come from: the folder of its url() -> folders to look in, in order.
const SOURCES = {
  "../fonts/": [
    join(modules, "@fontsource-variable/public-sans/files"),
    join(modules, "@fontsource/big-shoulders/files"),
  ],
  "../img/": [join(src, "img"), join(modules, "@uswds/uswds/dist/img")],
};

async function styles() {
  const { css } = await compileAsync(join(src, "scss/site.scss"), {
    style: "compressed",
    charset: false, // no byte-order mark: the server says UTF-8
    loadPaths: [join(modules, "@uswds/uswds/packages")],
    quietDeps: true, // USWDS warns about Sass features that it will leave in its own time
    logger: Logger.silent,
  });
  await put("css/site.css", css);
  const named = new Set([...css.matchAll(/url\("?(?!data:|#)([^")]+)"?\)/g)].map((match) => match[1]));
  await Promise.all([...named].map(copyNamed));
  return css;
}

async function copyNamed(url) {
  const folder = Object.keys(SOURCES).find((prefix) => url.startsWith(prefix));
  const path = url.slice(folder?.length);
  for (const source of SOURCES[folder] ?? []) {
    try {
      return await put(join(folder.slice(3), path), await readFile(join(source, path)));
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  throw new Error(`The style sheet names ${url}, and no source folder has it.`);
}

async function put(path, content) {
  const target = join(dist, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
}

const started = performance.now();
await rm(dist, { recursive: true, force: true });
await cp(join(src, "img"), join(dist, "img"), { recursive: true });
const [css] = await Promise.all([
  styles(),
  build({ entryPoints: ["site", "fragments", "autosave", "passkeys", "session", "map", "checkin"].map((name) => join(src, `js/${name}.js`)), outdir: join(dist, "js"), bundle: true, minify: true, target: "es2020" }),
  put("img/sprite.svg", sprite()),
  ...Object.entries(favicons()).map(([name, content]) => put(join("img", name), content)),
]);
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
console.log(
  `${basename(dist)}/css/site.css ${kilobytes(css.length)}, ${kilobytes(gzipSync(css).length)} gzipped;` +
    ` built in ${((performance.now() - started) / 1000).toFixed(1)} s`,
);
