/**
 * What few use: it comes when it is asked for. On a page as a second script, explorer-more.js,
 * which is fetched then; in a notebook it is in the one module that there is.
 *
 * A new part is a file in this folder, and a line below:
 *
 *     export * as keys from "./keys.js";
 *
 * The view uses it by that name, at once if it is there, else when it has come; where it cannot
 * be fetched, the status line says so, and the next click asks again:
 *
 *     ask("keys", ({ open }) => open(root));
 *
 * A part imports from src/ what it likes: of a module that the first script has, build.mjs hands
 * over its very names, so nothing is sent twice and `instanceof Refused` stays true. A part's
 * style sheet lies beside it: `import text from "./keys.css"`, and `addStyles(text)` before use.
 */

export * as curves from "./curves.js";
export * as hard from "./hard.js";
export * as keys from "./keys.js";
export * as predict from "./predict.js";
export * as sides from "./sides.js";
export * as share from "./share.js";
export * as trail from "./trail.js";
export * as tried from "./tried.js";
export * as regions from "./regions.js";
export * as shade from "./shade.js";
