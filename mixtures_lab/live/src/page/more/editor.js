/** A cell's code in an editor, in the place of the code: a text area under coloured words. */

import { createEditor as createPrism } from "prism-code-editor";
import { defaultKeymap, editHistory, editorCommands } from "prism-code-editor/commands";
import "prism-code-editor/languages/python";
import "prism-code-editor/prism/languages/python";

const HINT = "Shift and Enter run the cell. Tab indents; Escape leaves the editor.";

/**
 * @param {import("../cells.js").Cell} cell
 * @param {{changed: (text: string) => void, run: () => void, leave: () => void}} on
 */
export function createEditor(cell, on) {
  const code = /** @type {HTMLElement} */ (cell.element.querySelector(".cell_input > div"));
  const box = document.createElement("div");
  box.className = "live-editor";
  code.after(box);
  const fold = /** @type {HTMLDetailsElement} */ (cell.element.querySelector("details.above-input"));
  if (fold) fold.open = true; // what is written is seen
  let quiet = true;
  const editor = createPrism(
    box,
    {
      language: "python",
      value: cell.source,
      tabSize: 4,
      lineNumbers: false,
      onUpdate: (text) => quiet || on.changed(text),
    },
    editHistory(),
    editorCommands(defaultKeymap),
  );
  code.hidden = true;
  quiet = false;
  const { textarea } = editor;
  textarea.setAttribute("aria-label", `Code of ${cell.title}`);
  textarea.setAttribute("aria-description", HINT);
  textarea.title = HINT;
  // Before the editor's own keys, and before the page's, which search at Ctrl-K.
  box.addEventListener("keydown", keys, { capture: true });

  function keys(event) {
    if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      on.run();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      on.leave();
    }
  }

  return {
    text: () => editor.value,
    set: (text) => editor.setOptions({ value: text }),
    focus: () => textarea.focus(),
    close() {
      editor.remove();
      box.remove();
      code.hidden = false;
    },
  };
}
