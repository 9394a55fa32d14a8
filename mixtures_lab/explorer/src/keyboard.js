/** What a key does anywhere in the picture, where no control of its own has a use for it. */

/**
 * @param {object} parts
 * @param {(action: object) => void} parts.act
 * @param {{toggle: () => void, playing: () => boolean}} parts.clock
 * @param {() => any} parts.frame the one on screen, null before the first
 * @param {(mode: string|null) => void} parts.setMode
 * @param {{keydown: (event: KeyboardEvent) => boolean}} parts.setup
 * @param {() => void} parts.showKeys
 * @param {() => import("./explorer.js").Ui} parts.ui
 * @returns {(event: KeyboardEvent) => void} a listener
 */
export function createKeyboard({ act, clock, frame, setMode, setup, showKeys, ui }) {
  return (event) => {
    const shown = frame();
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !shown) return;
    if (setup.keydown(event)) return event.preventDefault();
    const { key } = event;
    const target = /** @type {Element} */ (event.target);
    if (target.closest("input, select, dialog")) return;
    if (key === "?") showKeys();
    else if (key === "Escape" && ui().mode) setMode(null);
    else if (key === "Escape") act({ name: "select", point: null, component: null });
    else if (key === "Delete" && shown.selected.point !== null)
      act({ name: "remove_point", i: shown.selected.point });
    else if (key === " " && !target.closest("button") && (clock.playing() || shown.next))
      clock.toggle();
    else if (key === "ArrowLeft") act({ name: "back" });
    else if (key === "ArrowRight" && shown.next) act({ name: "step" });
    else return;
    event.preventDefault();
  };
}
