/**
 * Links to a start in a notebook, as links.js follows them on a page: each picture hears the
 * clicks of its notebook, and the one that is named loads the start.
 */

import { partsOf, pictureOf, PICTURES } from "./links.js";

const NOTEBOOK = ".jp-Notebook, .jp-NotebookPanel";

/** What is said beside a link whose picture does not live yet. */
export const RUN_FIRST = " (run the cell with the picture first, then click again)";

/**
 * The heading of that name: a notebook makes ids in its own way, or hides them.
 *
 * @param {ParentNode} notebook @param {string} name
 */
function headingOf(notebook, name) {
  const slug = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join("-");
  return [...notebook.querySelectorAll("h1, h2, h3, h4")].find(
    ({ textContent }) => slug(textContent) === slug(name),
  );
}

/**
 * @param {HTMLElement} root of the picture
 * @param {(start: string) => void} load
 * @returns {() => void} ends it
 */
export function followInNotebook(root, load) {
  const clicked = (event) => {
    const link = event.target.closest?.("a[href*='?']");
    const parts = link && partsOf(link.hash);
    const notebook = root.closest(NOTEBOOK) ?? document;
    if (!parts || !notebook.contains(link)) return;
    const place = headingOf(notebook, parts.name);
    const picture = pictureOf(parts.name, notebook, place);
    if (picture === root) {
      event.preventDefault();
      load(parts.start);
      root.scrollIntoView({ block: "nearest" });
    } else if (!picture && place && notebook.querySelector(PICTURES) === root) {
      event.preventDefault();
      if (link.nextSibling?.textContent !== RUN_FIRST) link.after(RUN_FIRST);
    }
  };
  document.addEventListener("click", clicked, true);
  return () => document.removeEventListener("click", clicked, true);
}
