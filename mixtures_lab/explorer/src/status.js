/** The status line: one or two sentences on what just happened, read aloud. */

import { h, setAttribute, setText } from "./dom.js";

export function createStatus() {
  const element = h("p", { class: "mlx-status", role: "status", "aria-live": "polite" });
  return {
    element,

    update({ status, problem }, playing) {
      // While it plays, a sentence every beat would drown out everything else.
      setAttribute(element, "aria-live", playing ? "off" : "polite");
      element.classList.toggle("mlx-problem", problem);
      setText(element, status);
    },

    /** What went wrong in the view itself; it stands until the next frame. */
    say(sentence) {
      element.classList.add("mlx-problem");
      setText(element, sentence);
    },
  };
}
