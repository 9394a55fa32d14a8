/**
 * Builds static/ from src/: live-worker.mjs, the module that holds Python; live.js and live.css,
 * which every page with live cells has, and live-more.js, which the first click fetches.
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

/** Each bundle: its entry in src/, and the sources that it is made of and is stale without. */
const BUNDLES = {
  "live-worker.mjs": { entry: "worker/worker.js", of: "worker", format: "esm" },
  "live.js": { entry: "page/host-first.js", of: "page", format: "iife" },
  "live-more.js": { entry: "page/more/host-more.js", of: "page", format: "iife" },
  "live.css": { entry: "page/live.css", of: "page" },
};

/** Hash of a bundle's sources; tests/live/test_bundles.py works it out in the same way. */
function sourceHash(folder) {
  const files = readdirSync(join(src, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|json|css)$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(src, file)));
  return hash.digest("hex");
}

for (const [name, { entry, of, format }] of Object.entries(BUNDLES)) {
  const sources = sourceHash(of);
  const banner = `/* mixtures-lab live. Built from src/ by build.mjs; do not edit. sources ${sources} */`;
  await build({
    entryPoints: [join(src, entry)],
    outfile: join(out, name),
    bundle: true,
    minify: true,
    charset: "utf8",
    target: "es2022",
    format,
    define: { SOURCES: JSON.stringify(sources) },
    banner: name.endsWith(".css") ? { css: banner } : { js: banner },
    plugins: name.endsWith(".css") ? [] : [cssAsText()],
  });
}

/** A style sheet that a script imports goes into the bundle as a string, minified. */
function cssAsText() {
  return {
    name: "css-as-text",
    setup(bundle) {
      bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const options = { entryPoints: [path], minify: true, write: false, charset: "utf8" };
        const { outputFiles } = await build({ ...options, bundle: true });
        return { contents: outputFiles[0].text, loader: "text" };
      });
    },
  };
}
