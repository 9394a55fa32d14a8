/**
 * The first script of a page with live cells: it gives each its row of buttons, and fetches the
 * rest, live-more.js, when one is pressed, or when something of the reader's is to be put back.
 * A classic script, because a page that was opened from a file runs no other.
 */

import { findCells } from "./cells.js";
import { addRow } from "./row.js";
import { hasKept, pageKey } from "./kept.js";
import { scriptSupply } from "./supply.js";

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);

function begin() {
  const bar = /** @type {HTMLElement} */ (document.querySelector(".live-page"));
  const more = scriptSupply(src);
  const cells = findCells(document);
  const context = {
    cells,
    addRow: (cell) => addRow(cell, act),
    key: pageKey(location),
    parts: new URL(bar.dataset.parts, location.href).href,
    source: new URL(bar.dataset.source, location.href).href,
  };
  let page = null;

  /** What a button asks for; the first time it takes a moment. */
  async function act(action, cell = null) {
    try {
      page ??= more.load().then(({ createPage }) => createPage(context));
      (await page).act(action, cell);
    } catch (error) {
      page = null;
      (cell?.row ?? barRow).say(error.message);
    }
  }

  for (const cell of cells) cell.row = addRow(cell, act);
  const barRow = addBar(bar, act);
  if (hasKept(context.key)) act("restore");
}

/** The page's own buttons, below its title. */
function addBar(bar, act) {
  const buttons = bar.querySelector(".live-page-buttons");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  for (const [action, text] of [
    ["run-all", "Run all"],
    ["download", "Download my notebook"],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "live-button";
    button.textContent = text;
    button.dataset.action = action;
    button.addEventListener("click", () => act(action));
    buttons.append(button, " ");
  }
  buttons.append(said);
  return {
    say(text) {
      said.textContent = text;
    },
  };
}

if (document.querySelector(".live-page")) begin();
