/** Buttons for what is shown besides: it comes when it is first asked for, see more/parts.js. */

import { h, setAttribute } from "../dom.js";

/**
 * The decision regions, and the curves of −L and of its bound, which are open at once where `show`
 * has "bound".
 *
 * @param {object} options
 * @param {(name: string, use: (part: any) => void) => void} options.ask
 * @param {(name: string) => void} options.toggleBelow
 * @param {() => import("../explorer.js").Ui} options.ui
 */
export function createFold({ ask, toggleBelow, ui }) {
  const button = h(
    "button",
    { type: "button", "aria-expanded": "false", onclick: () => toggle() },
    "Curves along one parameter",
  );
  const regions = h(
    "button",
    {
      type: "button",
      title: "To which component each place belongs",
      onclick: () => toggleBelow("regions"),
    },
    "Regions",
  );
  const element = h("div", { class: "mlx-extra" }, regions, button);
  let frame = null;
  let curves = null;
  let open = false;

  function toggle() {
    if (curves) return show(!open);
    ask("curves", ({ createCurves }) => {
      if (curves) return; // pressed twice while it came
      curves = createCurves();
      element.append(curves.element);
      show(true);
    });
  }

  function show(wanted) {
    open = wanted;
    setAttribute(curves.element, "hidden", !open);
    setAttribute(button, "aria-expanded", String(open));
    if (open) curves.update(frame);
  }

  return {
    element,

    update(next) {
      const first = frame === null;
      frame = next;
      const none = frame.algorithm !== "em";
      setAttribute(regions, "hidden", frame.K < 2);
      setAttribute(regions, "aria-pressed", String(ui().below === "regions"));
      setAttribute(button, "hidden", none);
      setAttribute(element, "hidden", none && frame.K < 2);
      if (curves) setAttribute(curves.element, "hidden", none || !open);
      if (first && frame.show.includes("bound")) toggle();
      else if (curves && !curves.element.hidden) curves.update(frame);
    },

    close: () => curves?.close(),
  };
}
