/**
 * Builds static/ from src/: live-worker.mjs, the module that holds Python.
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
  await build({
    entryPoints: [join(src, entry)],
    outfile: join(out, name),
    bundle: true,
    minify: true,
    charset: "utf8",
    target: "es2022",
    format,
    banner: { js: `/* mixtures-lab live. Built from src/ by build.mjs; do not edit. sources ${sources} */` },
  });
}
