/** A button that shows and hides a part of more/parts.js, which comes when it is first asked for. */

import { h, setAttribute } from "../dom.js";

/**
 * The curves of −L and of its bound, below their bars; open at once where `show` has "bound".
 *
 * @param {object} options
 * @param {(name: string, use: (part: any) => void) => void} options.ask
 */
export function createFold({ ask }) {
  const button = h(
    "button",
    { type: "button", "aria-expanded": "false", onclick: () => toggle() },
    "Curves along one parameter",
  );
  const element = h("div", { class: "mlx-extra" }, button);
  let frame = null;
  let curves = null;

  function toggle() {
    if (curves) return show(curves.element.hidden);
    ask("curves", ({ createCurves }) => {
      if (curves) return; // pressed twice while it came
      curves = createCurves();
      element.append(curves.element);
      show(true);
    });
  }

  function show(open) {
    setAttribute(curves.element, "hidden", !open);
    setAttribute(button, "aria-expanded", String(open));
    if (open) curves.update(frame);
  }

  return {
    element,

    update(next) {
      const first = frame === null;
      frame = next;
      setAttribute(element, "hidden", frame.algorithm !== "em");
      if (first && frame.show.includes("bound")) toggle();
      else if (curves && !element.hidden && !curves.element.hidden) curves.update(frame);
    },

    close: () => curves?.close(),
  };
}
