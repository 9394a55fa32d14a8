/** The tabs of the stages: arrow keys go from one to the next. */

import { h, keepChildren, setAttribute, setText } from "../dom.js";

/** @param {(id: string) => void} choose another stage */
export function createTabs(choose) {
  const element = h("div", { class: "mlx-tabs", role: "tablist", "aria-label": "Matrices" });

  element.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...element.children];
    const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
    choose(next.dataset.stage);
    next.focus();
  });

  return {
    element,

    draw(stages, chosen) {
      keepChildren(element, stages.length, () =>
        h("button", {
          type: "button",
          role: "tab",
          class: "mlx-tab",
          onclick: (event) => choose(event.currentTarget.dataset.stage),
        }),
      );
      setAttribute(element, "hidden", stages.length < 2);
      stages.forEach(({ id, label, name }, k) => {
        const tab = element.children[k];
        const on = id === chosen.id;
        tab.dataset.stage = id;
        setText(tab, label);
        setAttribute(tab, "aria-label", name);
        setAttribute(tab, "aria-selected", String(on));
        setAttribute(tab, "tabindex", on ? "0" : "-1");
      });
    },
  };
}
