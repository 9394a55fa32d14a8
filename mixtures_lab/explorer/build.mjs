/**
 * Builds static/explorer-page.js (a classic script for pages) and
 * static/explorer-widget.js (a module for anywidget) from src/.
 *
 *     npm install && npm run build
 *
 * `node build.mjs FOLDER` builds into another folder.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const src = join(here, "src");
const out = process.argv[2] ?? join(here, "static");

/** Hash of all sources; tests/explorer/test_bundles.py works it out in the same way. */
function sourceHash() {
  const files = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|json|css)$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  files.push("../../data/palette.json");
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(src, file)));
  return hash.digest("hex");
}

const banner = `/* mixtures-lab explorer. Built from src/ by build.mjs; do not edit. sources ${sourceHash()} */`;

for (const [entry, format] of [
  ["page", "iife"],
  ["widget", "esm"],
]) {
  await build({
    entryPoints: [join(src, `host-${entry}.js`)],
    outfile: join(out, `explorer-${entry}.js`),
    bundle: true,
    format,
    minify: true,
    charset: "utf8",
    target: "es2022",
    plugins: [minifiedCss()],
    banner: { js: banner },
  });
}

/** The style sheet goes into the bundle as a string, and minified. */
function minifiedCss() {
  return {
    name: "minified-css",
    setup(bundle) {
      bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const { outputFiles } = await build({
          entryPoints: [path],
          minify: true,
          write: false,
          charset: "utf8",
        });
        return { contents: outputFiles[0].text, loader: "text" };
      });
    },
  };
}
