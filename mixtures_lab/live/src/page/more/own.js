/**
 * Cells that the reader adds: below a cell of the book or below an exercise, and one below the
 * other. What is written in them is kept, as an edit is; the id says where it stands.
 */

const ID = /^own-(.+)-(\d+)$/;

/**
 * @param {import("../cells.js").Cell[]} cells of the page, in order: a new one gets its place here
 * @param {(cell: import("../cells.js").Cell) => void} adopt makes of it what the others are
 */
export function createOwn(cells, adopt) {
  let count = 0;
  const below = (anchor) => cells.filter(({ id }) => ID.exec(id)?.[1] === anchor);

  function insert(id) {
    const [, anchor, number] = ID.exec(id);
    const above = [
      ...cells.filter((cell) => cell.id === anchor),
      ...below(anchor).filter((cell) => Number(ID.exec(cell.id)[2]) < Number(number)),
    ].at(-1);
    if (!above) return null; // the book's cell is there no more
    count += 1;
    const element = emptyCell(id);
    above.element.after(element);
    /** @type {import("../cells.js").Cell} */
    const cell = {
      id,
      title: `your cell ${count}`,
      kind: "code",
      element,
      source: "",
      locked: false,
      elsewhere: false,
      own: true,
    };
    cells.splice(cells.indexOf(above) + 1, 0, cell);
    adopt(cell);
    return cell;
  }

  return {
    /** A new one below another cell. */
    add(cell) {
      const anchor = ID.exec(cell.id)?.[1] ?? cell.id;
      const last = below(anchor).at(-1);
      return insert(`own-${anchor}-${last ? Number(ID.exec(last.id)[2]) + 1 : 1}`);
    },
    /** The one with that id, made if it is not there; null if it is none of these. */
    restore(id) {
      return cells.find((cell) => cell.id === id) ?? (ID.test(id) ? insert(id) : null);
    },
    remove(cell) {
      cells.splice(cells.indexOf(cell), 1);
      cell.element.remove();
    },
  };
}

/** What the book makes of a cell, without anything in it. */
function emptyCell(id) {
  const cell = document.createElement("div");
  cell.className = "cell live docutils container";
  cell.id = `cell-${id}`;
  const input = document.createElement("div");
  input.className = "cell_input docutils container";
  const code = document.createElement("div");
  code.className = "highlight";
  code.append(document.createElement("pre"));
  input.append(code);
  cell.append(input);
  return cell;
}
