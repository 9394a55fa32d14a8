/** The page's notebook with the reader's cells in it, as a file: what a learner hands in. */

/**
 * @param {string} source the address of the notebook that the page was made from
 * @param {import("../cells.js").Cell[]} cells
 */
export async function download(source, cells) {
  const answer = await fetch(source, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const notebook = written(await answer.json(), textsOf(cells), addedTo(cells));
  const name = decodeURIComponent(new URL(source).pathname.split("/").pop());
  save(name, `${JSON.stringify(notebook, null, 1)}\n`);
}

/** What the reader wrote into the book's cells, by the id of the cell. */
function textsOf(cells) {
  const edited = cells.filter((cell) => !cell.own && !cell.locked && cell.draft?.isEdited());
  return new Map(edited.map((cell) => [cell.id, cell.draft.text()]));
}

/** The cells that the reader has added, each with the book's cell or exercise that it stands below. */
function addedTo(cells) {
  const added = [];
  let below = null;
  for (const cell of cells) {
    if (!cell.own) below = cell;
    else if (cell.draft.isEdited()) added.push({ id: cell.id, text: cell.draft.text(), below });
  }
  return added;
}

/**
 * A notebook with some cells' texts replaced and some cells added: ids and all else stay, so that
 * a grader knows them.
 */
export function written(notebook, texts, added) {
  const cells = notebook.cells.flatMap((cell) => {
    const source = texts.has(cell.id) ? linesOf(texts.get(cell.id)) : cell.source;
    return [{ ...cell, source }, ...added.filter(({ below }) => isBelow(cell, below)).map(newCell)];
  });
  return { ...notebook, cells };
}

/** Whether a cell of a notebook is the one, or has the exercise, that something stands below. */
const isBelow = (cell, { kind, id }) =>
  kind === "exercise"
    ? [cell.source].flat().join("").includes(`:label: ${id}\n`)
    : cell.id === id;

const newCell = ({ id, text }) => ({
  cell_type: "code",
  execution_count: null,
  id: id.slice(0, 64), // the longest that a notebook may have
  metadata: {},
  outputs: [],
  source: linesOf(text),
});

/** As a notebook has a text: its lines, each with its end. */
const linesOf = (text) => text.split(/(?<=\n)/);

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
