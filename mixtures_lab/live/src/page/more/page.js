/** What a page does when its buttons are pressed: the cells, their texts, and Python. */

import { createBar } from "./bar.js";
import { createDraft } from "./draft.js";
import { download } from "./notebook.js";
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
 *   cells: import("../cells.js").Cell[], key: string, parts: string,
 *   source: string
 * }} context from the first script
 */
export function createPage({ cells, key, parts, source }) {
  addStyles(sheet);
  const bar = createBar();
  const store = createStore(key, { forgets: () => bar.say(words.FORGETS, 20_000) });
  const python = createPython(parts, bar);
  const widgets = createWidgets(python, parts);
  const code = cells.filter((cell) => cell.kind === "code");

  for (const cell of cells) {
    const edited = (is) => cell.row.update({ edited: is });
    const run = () => act("run", cell);
    cell.draft = createDraft(cell, store, { edited, run });
    if (cell.kind === "code") cell.place = createPlace(cell, widgets);
  }
  const runs = createRuns(code, python, bar);

  const ACTIONS = {
    run: (cell) => runs.add(cell),
    stop: () => runs.stop(),
    edit(cell) {
      cell.draft.open();
      cell.draft.focus();
      cell.row.update({ editing: true });
    },
    reset(cell) {
      cell.draft.reset();
      cell.place?.reset();
      cell.row.update({ edited: false, editing: false, run: false });
      cell.row.say("");
      bar.tell(words.reset(cell));
    },
    restore() {
      for (const cell of cells) restore(cell);
    },
    "run-all": () => runs.all(),
    async download() {
      try {
        await download(source, cells);
        bar.say(words.DOWNLOADED);
      } catch {
        bar.say(words.NOT_DOWNLOADED);
      }
    },
  };

  function restore(cell) {
    const kept = store.get(cell.id);
    if (kept === undefined || cell.locked || cell.elsewhere) return;
    cell.draft.open();
    cell.draft.set(kept);
    cell.row.update({ editing: true, edited: true });
  }

  function act(action, cell) {
    return ACTIONS[action](cell);
  }

  ACTIONS.restore();
  store.onOther((changed) => {
    for (const cell of cells.filter(({ id }) => changed.has(id))) {
      if (store.get(cell.id) === undefined) {
        cell.draft.reset();
        cell.row.update({ edited: false, editing: false });
      } else restore(cell);
    }
    bar.say(words.OTHER_TAB);
  });
  return { act };
}
