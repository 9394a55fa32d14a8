/** Buttons for what is shown besides: it comes when it is first asked for, see more/parts.js. */

import { h, setAttribute } from "../dom.js";

/**
 * The decision regions; one σ for all, from soft to hard; and the curves of −L and of its bound,
 * which are open at once where `show` has "bound".
 *
 * @param {object} options
 * @param {(name: string, use: (part: any) => void) => void} options.ask
 * @param {(name: string) => void} options.toggleBelow
 * @param {() => import("../explorer.js").Ui} options.ui
 * @param {(node: HTMLElement) => void} options.dock puts a panel where the plane is in sight
 */
export function createFold(options) {
  const { ask, toggleBelow, ui, dock } = options;
  const regions = h(
    "button",
    {
      type: "button",
      title: "To which component each place belongs",
      onclick: () => toggleBelow("regions"),
    },
    "Regions",
  );
  const element = h("div", { class: "mlx-extra" }, regions);
  let frame = null;
  const sharing = panel("Soft ↔ hard", "hard", dock, (part) => part.createHard(options));
  const put = (node) => element.append(node);
  const curves = panel("Curves along one parameter", "curves", put, (part) => part.createCurves());
  element.append(sharing.button, curves.button);

  /** A button that opens what a part of more/parts.js makes, and closes it again. */
  function panel(name, part, place, create) {
    const button = h(
      "button",
      { type: "button", "aria-expanded": "false", onclick: () => toggle() },
      name,
    );
    let made = null;
    let open = false;

    function toggle() {
      if (made) return show(!open);
      ask(part, (found) => {
        if (made) return; // pressed twice while it came
        made = create(found);
        place(made.element);
        show(true);
      });
    }

    function show(wanted) {
      open = wanted;
      setAttribute(button, "aria-expanded", String(open));
      update();
      if (open) made.begin?.();
    }

    function update() {
      const none = frame.algorithm !== "em";
      setAttribute(button, "hidden", none);
      if (!made) return;
      setAttribute(made.element, "hidden", none || !open);
      if (!made.element.hidden) made.update(frame);
    }

    return { button, toggle, update, close: () => made?.close?.() };
  }

  return {
    element,

    update(next) {
      const first = frame === null;
      frame = next;
      setAttribute(regions, "hidden", frame.K < 2);
      setAttribute(regions, "aria-pressed", String(ui().below === "regions"));
      setAttribute(element, "hidden", frame.algorithm !== "em" && frame.K < 2);
      sharing.update();
      curves.update();
      if (first && frame.show.includes("bound")) curves.toggle();
    },

    close: () => curves.close(),
  };
}
