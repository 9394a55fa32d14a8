/** The list of keys: a dialog, so that focus goes in and comes back, and Escape closes it. */

import { h } from "../dom.js";
import { addStyles } from "../styles.js";
import text from "./keys.css";

/** @type {[string[], string][]} */
const KEYS = [
  [["Tab"], "to the next control or handle: a mean, then its σ"],
  [["←", "→", "↑", "↓"], "on a mean: move it; with Shift, ten times as far"],
  [["←", "→"], "on a σ: 5 % narrower or wider; with Shift, 25 %"],
  [["→"], "elsewhere: the next half of a step"],
  [["←"], "elsewhere: one half back"],
  [["Space"], "play, pause"],
  [["←", "→", "↑", "↓"], "in the matrices: from cell to cell"],
  [["←", "→", "↑", "↓"], "on a prediction's pin: move it; Enter puts it down on its mean"],
  [["Enter"], "in the matrices: hold this point and component; again, let go"],
  [["←", "→", "↑", "↓"], "in the plane, while points are added or removed: move the cross-hair"],
  [["Enter"], "in the plane: add a point there, or remove the nearest"],
  [["Delete"], "remove the point that is held"],
  [["Esc"], "stop adding or removing; let go of what is held"],
  [["?"], "this list"],
];

/** Show the list above the picture in `root`. */
export function show(root) {
  addStyles(text);
  const id = `mlx-keys-${Math.random().toString(36).slice(2)}`;
  // The title has the focus: the button at the end would scroll the list out of a phone's sight.
  const title = h("h2", { id, tabindex: "-1", autofocus: "" }, "Keys");
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "mlx-keys", "aria-labelledby": title.id, onclose: () => dialog.remove() },
      title,
      h(
        "dl",
        {},
        ...KEYS.map(([keys, does]) =>
          h(
            "div",
            {},
            h("dt", {}, ...keys.map((key) => h("kbd", {}, key))),
            h("dd", {}, does),
          ),
        ),
      ),
      h("button", { type: "button", onclick: () => dialog.close() }, "Close"),
    )
  );
  root.append(dialog);
  dialog.showModal();
}
