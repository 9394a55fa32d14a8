/** What a page does when its buttons are pressed: the cells, their texts, and Python. */

import { createBar } from "./bar.js";
import { createDraft } from "./draft.js";
import { download } from "./notebook.js";
import { createOwn } from "./own.js";
import { createPlace } from "./place.js";
import { createPython } from "./python.js";
import { createRuns } from "./runs.js";
import { createStore } from "./store.js";
import sheet from "./more.css";
import { addStyles } from "./styles.js";
import { createWidgets } from "./widgets.js";
import * as words from "./words.js";

/**
 * @param {{
 *   cells: import("../cells.js").Cell[], addRow: (cell: object) => object, key: string,
 *   parts: string, source: string
 * }} context from the first script
 */
export function createPage({ cells, addRow, key, parts, source }) {
  addStyles(sheet);
  const bar = createBar();
  const store = createStore(key, { forgets: () => bar.say(words.FORGETS, 20_000) });
  const python = createPython(parts, bar);
  const widgets = createWidgets(python, parts);
  const runs = createRuns(cells, python, bar);
  const own = createOwn(cells, (cell) => {
    cell.row = addRow(cell);
    adopt(cell);
    open(cell);
  });

  function adopt(cell) {
    if (cell.kind === "exercise") return;
    const edited = (is) => cell.row.update({ edited: is });
    cell.draft = createDraft(cell, store, { edited, run: () => runs.add(cell) });
    if (cell.kind === "code") cell.place = createPlace(cell, widgets);
  }

  function open(cell) {
    cell.draft.open();
    cell.row.update({ editing: true });
  }

  function reset(cell) {
    cell.draft.reset();
    cell.place?.reset();
    cell.row.update({ edited: false, editing: false, run: false });
    cell.row.say("");
  }

  /** A cell has what is kept of it, or is the book's where nothing is. */
  function restore(id) {
    const kept = store.get(id);
    const cell = own.restore(id);
    if (!cell?.draft || cell.locked || cell.elsewhere) return;
    if (kept === undefined) return cell.own ? own.remove(cell) : reset(cell);
    open(cell);
    cell.draft.set(kept);
    cell.row.update({ edited: true });
  }

  const ACTIONS = {
    run: runs.add,
    stop: runs.stop,
    "run-all": runs.all,
    edit(cell) {
      open(cell);
      cell.draft.focus();
    },
    reset(cell) {
      reset(cell);
      bar.tell(words.reset(cell));
    },
    add: (cell) => own.add(cell).draft.focus(),
    remove(cell) {
      reset(cell);
      own.remove(cell);
    },
    restore: () => {}, // what is kept was put back when the page was made
    async download() {
      try {
        await download(source, cells);
        bar.say(words.DOWNLOADED);
      } catch {
        bar.say(words.NOT_DOWNLOADED);
      }
    },
  };

  for (const cell of cells) adopt(cell);
  for (const id of store.ids().sort(byNumber)) restore(id);
  store.onOther((changed) => {
    for (const id of [...changed].sort(byNumber)) restore(id);
    bar.say(words.OTHER_TAB);
  });
  return { act: (action, cell) => ACTIONS[action](cell) };
}

/** The second of two cells that a reader has added stands below the first. */
const byNumber = (a, b) => a.localeCompare(b, "en", { numeric: true });
