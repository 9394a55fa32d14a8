/**
 * The cells of a page, as book/_ext/live_cells.py has marked them.
 *
 * @typedef {{
 *   id: string, title: string, kind: string, element: HTMLElement,
 *   source: string, locked: boolean, elsewhere: boolean, own?: boolean,
 *   row?: any, draft?: any, place?: any
 * }} Cell
 *   `kind` is code, answer or exercise; `source` is what the book wrote; `locked`: runs, but is not to be edited; `elsewhere`: runs in
 *   Jupyter alone; `own`: the reader has added it. An exercise has room for such a one below it.
 */

const KINDS = [
  ["code", "cell", ".cell.live"],
  ["answer", "answer", ".live-answer"],
  ["exercise", "exercise", ".exercise.admonition[id]"],
];

/** @returns {Cell[]} in the page's order */
export function findCells(root) {
  const count = {};
  return [...root.querySelectorAll(KINDS.map(([, , selector]) => selector).join())].map(
    (element) => {
      const [kind, name] = KINDS.find(([, , selector]) => element.matches(selector));
      count[kind] = (count[kind] ?? 0) + 1;
      return {
        id: element.id.replace(/^cell-/, ""),
        title: `${name} ${count[kind]}`,
        kind,
        element,
        source: kind === "code" ? codeOf(element) : element.textContent.trim(),
        locked: element.classList.contains("live-locked"),
        elsewhere: element.classList.contains("live-elsewhere"),
      };
    },
  );
}

/** The code as it stands on the page, which is all of it. */
function codeOf(element) {
  const shown = element.querySelector(".cell_input pre");
  return shown ? shown.textContent.replace(/\n$/, "") : "";
}
