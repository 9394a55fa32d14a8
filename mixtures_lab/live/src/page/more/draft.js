/** What stands in a cell: the book's text, or the reader's, which is kept in the browser. */

import { createEditor } from "./editor.js";
import { createField } from "./field.js";

/**
 * @param {import("../cells.js").Cell} cell
 * @param {ReturnType<typeof import("./store.js").createStore>} store
 * @param {{edited: (is: boolean) => void, run: () => void}} on
 */
export function createDraft(cell, store, on) {
  let editor = null;

  function changed(text) {
    if (text === cell.source) store.forget(cell.id);
    else store.set(cell.id, text);
    on.edited(text !== cell.source);
  }

  const make = cell.kind === "code" ? createEditor : createField;

  return {
    text: () => editor?.text() ?? cell.source,
    isEdited: () => editor !== null && editor.text() !== cell.source,
    open() {
      editor ??= make(cell, { changed, run: on.run, leave: () => cell.row.focus() });
    },
    focus: () => editor?.focus(),
    set(text) {
      if (editor.text() !== text) editor.set(text);
    },
    /** The book's text again. */
    reset() {
      editor?.close();
      editor = null;
      store.forget(cell.id);
    },
  };
}
