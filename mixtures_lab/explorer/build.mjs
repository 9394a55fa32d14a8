/**
 * Builds static/ from src/: explorer-page.js and explorer-more.js, classic scripts for
 * pages, and explorer-widget.js, a module for anywidget.
 *
 *     npm install && npm run build
 *
 * `node build.mjs FOLDER` builds into another folder.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const src = join(here, "src");
const out = process.argv[2] ?? join(here, "static");
const named = (path) => relative(src, path).split(sep).join("/");

/** Hash of all sources; tests/explorer/test_bundles.py works it out in the same way. */
function sourceHash() {
  const files = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|json|css)$/.test(entry.name))
    .map((entry) => named(join(entry.parentPath, entry.name)))
    .sort();
  files.push("../../data/palette.json");
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(src, file)));
  return hash.digest("hex");
}

const sources = sourceHash();
const options = (name, plugins = []) => ({
  outfile: join(out, `explorer-${name}.js`),
  bundle: true,
  minify: true,
  charset: "utf8",
  target: "es2022",
  define: { SOURCES: JSON.stringify(sources) },
  banner: {
    js: `/* mixtures-lab explorer. Built from src/ by build.mjs; do not edit. sources ${sources} */`,
  },
  plugins: [minifiedCss(), ...plugins],
});
const entry = (name) => ({ entryPoints: [join(src, `host-${name}.js`)] });

await build({ ...options("widget"), ...entry("widget"), format: "esm" });

// The second script borrows what the first has, and the first lends just what is borrowed.
const { metafile } = await build({
  ...options("page"),
  ...entry("page"),
  metafile: true,
  write: false,
});
const first = new Set(Object.keys(metafile.inputs).map((path) => resolve(path)));
const lent = new Map();
await build({ ...options("more", [borrowing(first, lent)]), ...entry("more"), format: "iife" });
await build({ ...options("page"), stdin: lending(lent), format: "iife" });

/**
 * What a module of the second script imports from one of the first comes from the window.
 * `lent` gets the names, by module.
 */
function borrowing(first, lent) {
  const IMPORT = /^import (?:\{([^}]*)\}|\* as \w+) from "([^"]+)";$/gm;
  const borrowed = (importer, path) => {
    const file = resolve(dirname(importer), path);
    if (file.endsWith(".json")) return null; // each script has what it names of the words
    return !first.has(importer) && first.has(file) ? named(file) : null;
  };
  return {
    name: "borrowing",
    setup(bundle) {
      bundle.onLoad({ filter: /\.js$/, namespace: "file" }, ({ path: importer }) => {
        const contents = readFileSync(importer, "utf8");
        for (const [, names, path] of contents.matchAll(IMPORT)) {
          const file = borrowed(importer, path);
          if (!file) continue;
          if (!lent.has(file)) lent.set(file, new Set());
          const each = names?.split(",").map((name) => name.trim().split(" as ")[0]) ?? ["*"];
          for (const name of each) if (name) lent.get(file).add(name);
        }
        return { contents };
      });
      bundle.onResolve({ filter: /^\./ }, ({ importer, path }) => {
        const file = importer && borrowed(importer, path);
        if (!file) return;
        if (!lent.has(file)) throw new Error(`${named(importer)}: import {names} from ${path}`);
        return { path: file, namespace: "borrowed" };
      });
      bundle.onLoad({ filter: /.*/, namespace: "borrowed" }, ({ path }) => ({
        contents: `module.exports = window.mixturesLabExplorer.lent["${path}"];`,
      }));
    },
  };
}

/** The first script's entry: it begins, and lends. */
function lending(lent) {
  const imports = ['import { begin } from "./host-page.js";'];
  const modules = [...lent].sort().map(([file, names], m) => {
    const from = `from "./${file}";`;
    if (names.has("*")) {
      imports.push(`import * as lent${m} ${from}`);
      return `"${file}": lent${m}`;
    }
    const each = [...names].sort();
    imports.push(`import { ${each.map((name, n) => `${name} as lent${m}_${n}`)} } ${from}`);
    return `"${file}": { ${each.map((name, n) => `${name}: lent${m}_${n}`)} }`;
  });
  const contents = `${imports.join("\n")}\nbegin({ ${modules} });`;
  return { contents, resolveDir: src, sourcefile: "first.js" };
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
