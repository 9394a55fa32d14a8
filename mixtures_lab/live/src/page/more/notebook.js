/** The page's notebook with the reader's cells in it, as a file: what a learner hands in. */

/**
 * @param {string} source the address of the notebook that the page was made from
 * @param {import("../cells.js").Cell[]} cells
 */
export async function download(source, cells) {
  const answer = await fetch(source, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const notebook = written(await answer.json(), textsOf(cells));
  const name = decodeURIComponent(new URL(source).pathname.split("/").pop());
  save(name, `${JSON.stringify(notebook, null, 1)}\n`);
}

/** What the reader wrote, by the id of the cell. */
function textsOf(cells) {
  const edited = cells.filter((cell) => !cell.locked && cell.draft.isEdited());
  return new Map(edited.map((cell) => [cell.id, cell.draft.text()]));
}

/** A notebook with some cells' texts replaced: ids and all else stay, so that a grader knows them. */
export function written(notebook, texts) {
  const cells = notebook.cells.map((cell) =>
    texts.has(cell.id) ? { ...cell, source: linesOf(texts.get(cell.id)) } : cell,
  );
  return { ...notebook, cells };
}

/** As a notebook has a text: its lines, each with its end. */
const linesOf = (text) => text.split(/(?<=\n)/);

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
