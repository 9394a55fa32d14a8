/**
 * Side by side: a second plane beside the first, one plot of what both make small, and a
 * sentence on what differs. The same steps drive both.
 */

import { h, setAttribute, setText } from "../dom.js";
import { fixed } from "../numbers.js";
import { addStyles } from "../styles.js";
import { createDuel, shownOf } from "./duel.js";
import text from "./sides.css";
import { createStill } from "./still.js";

/**
 * @param {object} options
 * @param {(action: object) => void} options.act
 * @param {import("../clock.js").Clock} options.clock
 * @param {() => import("../explorer.js").Ui} options.ui
 */
export function createSides({ act, clock, ui }) {
  addStyles(text);
  const still = createStill({ ui });
  const duel = createDuel();
  const caption = h("div", { class: "mlx-side-name", "aria-hidden": "true" });
  const choice = h("select", { onchange: () => act({ name: "compare", run: choice.value }) });
  const another = h(
    "button",
    { type: "button", onclick: () => act({ name: "compare", run: "random" }) },
    "Draw another",
  );
  const swap = h(
    "button",
    {
      type: "button",
      title: "The other start comes here, where its means can be dragged, and this one goes there",
      onclick: () => act({ name: "swap" }),
    },
    "Swap",
  );
  const keys = ["here", "there"].map((side) => {
    const name = h("span", {});
    return { name, element: h("span", { class: `mlx-key mlx-key-${side}` }, h("i"), name) };
  });
  const legend = h("div", { class: "mlx-legend" }, ...keys.map((key) => key.element));
  const words = h("p", { class: "mlx-note" });
  const panel = h(
    "div",
    { class: "mlx-sides-panel", role: "group", "aria-label": "Side by side" },
    h(
      "div",
      { class: "mlx-sides-head" },
      h("label", { class: "mlx-field" }, h("span", {}, "Beside it"), choice),
      another,
      swap,
    ),
    words,
    legend,
    duel.element,
  );
  let options = "";

  function offer({ choices, kind }) {
    const wanted = JSON.stringify(choices);
    if (wanted !== options) {
      options = wanted;
      choice.replaceChildren(...choices.map(({ id, label }) => h("option", { value: id }, label)));
    }
    if (choice.value !== kind) choice.value = kind;
  }

  return {
    /** Of the first plane: its caption, and the second plane, which has the same scales. */
    layer: {
      element: caption,
      update(frame, scales, size) {
        setAttribute(caption, "hidden", !frame.beside);
        if (frame.beside) still.update(frame, scales, size);
      },
      point: still.point,
    },

    /** Two columns where there is room, else one plane under the other. */
    place(split, { plane, doing, right }) {
      if (split) right.prepend(still.element);
      else plane.after(still.element);
      doing.after(panel);
    },

    update(frame) {
      const { beside } = frame;
      for (const node of [still.element, panel]) setAttribute(node, "hidden", !beside);
      if (!beside) return;
      offer(beside);
      const other = !["em", "kmeans"].includes(beside.kind);
      setAttribute(another, "hidden", beside.kind !== "random");
      setAttribute(swap, "hidden", !other);
      captions(frame).forEach((words, side) => setText([caption, still.caption][side], words));
      namesOf(frame).forEach((name, side) => setText(keys[side].name, name));
      // While it plays, a sentence every beat would drown out everything else.
      setAttribute(words, "aria-live", clock.playing() ? "off" : "polite");
      const { cut } = shownOf(beside.traces);
      setText(words, beside.sentence + (cut ? " The first steps lie above the plot." : ""));
      duel.update(frame);
    },

    close: () => duel.close(),
  };
}

const capital = (name) => name[0].toUpperCase() + name.slice(1);

/** What stands above each plane: which run it is, and what that makes small. */
function captions({ algorithm, nll, J, beside }) {
  const runs = [{ algorithm, nll, J }, beside];
  return runs.map((run, side) => {
    const quantity = run.algorithm === "em" ? "L" : run.J === null ? "Σ min d" : "J";
    return `${capital(beside.names[side])}: ${quantity} = ${fixed(run.J ?? run.nll, 2)}`;
  });
}

/** What each curve is of. */
function namesOf({ algorithm, beside }) {
  return [algorithm, beside.algorithm].map((by, side) => {
    const name = beside.names[side];
    const asMixture = beside.quantity === "L" && by !== "em";
    return `${capital(name)}: ${beside.quantity}${asMixture ? " of the mixture of its clusters" : ""}`;
  });
}
