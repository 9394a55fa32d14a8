/**
 * The cells of a page, as book/_ext/live_cells.py has marked them.
 *
 * @typedef {{
 *   id: string, number: number, kind: "code" | "answer", element: HTMLElement,
 *   source: string, locked: boolean, elsewhere: boolean, row?: any, draft?: any, place?: any
 * }} Cell
 *   `number` counts the cells of a kind from 1; `source` is what the book wrote;
 *   `locked`: runs, but is not to be edited; `elsewhere`: runs in Jupyter alone
 */

/** @returns {Cell[]} in the page's order */
export function findCells(root) {
  const count = { code: 0, answer: 0 };
  return [...root.querySelectorAll(".cell.live, .live-answer")].map((element) => {
    const kind = element.classList.contains("cell") ? "code" : "answer";
    count[kind] += 1;
    return {
      id: element.id.replace(/^cell-/, ""),
      number: count[kind],
      kind,
      element,
      source: kind === "code" ? codeOf(element) : element.textContent.trim(),
      locked: element.classList.contains("live-locked"),
      elsewhere: element.classList.contains("live-elsewhere"),
    };
  });
}

/** The code as it stands on the page, which is all of it. */
function codeOf(element) {
  const shown = element.querySelector(".cell_input pre");
  return shown ? shown.textContent.replace(/\n$/, "") : "";
}
