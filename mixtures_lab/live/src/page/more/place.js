/**
 * Where a cell's output stands. The output that the page was built with stays until the first new
 * one arrives, and comes back on Reset; until a run is over, the place is at least as high as it
 * was, so that nothing below jumps up and down.
 */

import { elementFor } from "./outputs.js";
import * as words from "./words.js";

/**
 * @param {import("../cells.js").Cell} cell
 * @param {ReturnType<typeof import("./widgets.js").createWidgets>} widgets
 */
export function createPlace(cell, widgets) {
  const built = /** @type {HTMLElement} */ (cell.element.querySelector(".cell_output"));
  const live = document.createElement("div");
  live.className = "cell_output docutils container live-output";
  live.hidden = true;
  if (built) built.after(live);
  else cell.element.append(live);
  const tools = { cell, widgets, caption: built?.querySelector("figcaption") ?? null };
  let fresh = true; // nothing of this run is shown yet
  let last = null; // the text that the next one goes on with

  const shown = () => (live.hidden ? built : live);

  /** From here on the place is this run's. */
  function take() {
    if (!fresh) return;
    fresh = false;
    live.style.minHeight = `${shown()?.offsetHeight ?? 0}px`;
    for (const part of [...live.children]) part.dispatchEvent(new CustomEvent("live-gone"));
    live.replaceChildren();
    live.hidden = false;
    if (built) built.hidden = true;
    last = null;
  }

  function line(text, name) {
    const note = document.createElement("p");
    note.className = name;
    note.textContent = text;
    live.append(note);
    last = null;
    return note;
  }

  return {
    /** A run has been asked for. */
    begin() {
      fresh = true;
      cell.element.dataset.live = "running";
    },
    add(output) {
      take();
      if (output.kind === "text" && last?.stream === output.stream) {
        last.text.append(output.text);
        return;
      }
      const element = elementFor(output, tools);
      live.append(element);
      const text = output.kind === "text" && element.querySelector("pre");
      last = text ? { text, stream: output.stream } : null;
    },
    note(text) {
      take();
      line(text, "live-note");
    },
    /** Something went wrong, in a sentence; with a link to the cell where. */
    say(text, where) {
      take();
      const note = line(text, "live-trouble");
      if (where) {
        const link = document.createElement("a");
        link.href = `#${where.element.id}`;
        link.textContent = `Show ${where.title}.`;
        note.append(" ", link);
      }
      this.end("error");
    },
    /** @param {"done" | "error" | "stopped"} state */
    end(state) {
      take();
      cell.element.dataset.live = state;
      live.style.minHeight = "";
      if (state === "error") unfold(cell.element);
      for (const box of live.querySelectorAll("pre")) takesFocus(box);
      if (state === "stopped") line(words.STOPPED, "live-note");
      cell.row.update({ run: true });
    },
    /** The run is over, and this cell may not have had its turn: what was there stays. */
    settle() {
      if (cell.element.dataset.live === "running") delete cell.element.dataset.live;
    },
    reset() {
      fresh = true;
      take();
      fresh = true;
      live.style.minHeight = "";
      live.hidden = true;
      if (built) built.hidden = false;
      delete cell.element.dataset.live;
    },
  };
}

/** A box that scrolls can be reached by keyboard, and one that does not is no stop on the way. */
function takesFocus(box) {
  const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
  if (scrolls) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}

/** A solution that is folded hides nothing that went wrong. */
function unfold(element) {
  const fold = element.parentElement.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  unfold(fold);
}
