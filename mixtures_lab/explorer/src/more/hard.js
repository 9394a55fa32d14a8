/** One slider for the σ of all components: the smaller it is, the harder the shares. */

import { h, setAttribute, setText } from "../dom.js";
import { dataScale, defaultFloor } from "../engine.js";
import { significant } from "../numbers.js";
import { addStyles } from "../styles.js";
import { SURE } from "../words.json";
import text from "./hard.css";
import { inWords, SOFTEST, STEPS, widths } from "./widths.js";

/** @param {object} options @param {(action: object) => void} options.act */
export function createHard({ act }) {
  addStyles(text);
  let gesture = 0;
  let frame = null;
  let scale = null;
  let X = null;
  const begin = () => {
    gesture += 1; // all that follows until the next press or focus is one edit
  };
  const slider = h("input", {
    type: "range",
    min: "0",
    max: String(STEPS),
    step: "1",
    "aria-label": "σ of all components, from soft to hard",
    onpointerdown: begin,
    onfocus: begin,
    oninput: () => act({ name: "share_sigma", sigma: scale.at(slider.valueAsNumber), gesture }),
  });
  const free = h(
    "button",
    {
      type: "button",
      title: "From now on the M-step finds each component's own σ",
      onclick: () => act({ name: "share_sigma", sigma: null }),
    },
    "Let σ go",
  );
  const number = h("b", {});
  const words = h("p", { class: "mlx-note" });
  const element = h(
    "div",
    { class: "mlx-hard", role: "group", "aria-label": "One σ for all, from soft to hard" },
    h("div", { class: "mlx-hard-row" }, h("span", {}, "soft"), slider, h("span", {}, "hard")),
    h("div", { class: "mlx-hard-now" }, number, free, words),
  );

  return {
    element,

    /** It may open out of sight of the button that opens it. */
    begin() {
      slider.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
    },

    update(next) {
      frame = next;
      if (X !== frame.X) {
        X = frame.X;
        /** @type {import("../engine.js").Matrix} */
        const points = { data: X, shape: [frame.N, 2] };
        scale = widths(defaultFloor(points), SOFTEST * dataScale(points));
      }
      const { shared, sigma, K, N } = frame;
      // Each has its own: the slider waits in their middle.
      const middle = Math.exp(sigma.reduce((sum, s) => sum + Math.log(s), 0) / K);
      const place = String(scale.of(shared?.sigma ?? middle));
      if (slider.value !== place) slider.value = place;
      setText(number, shared ? `σ = ${significant(shared.sigma, 3)}` : "σ: each its own");
      setAttribute(free, "hidden", !shared);
      const sure = shared && shared.sure !== null ? `${shared.sure} of ${N} points` : null;
      setAttribute(
        slider,
        "aria-valuetext",
        shared
          ? `σ ${significant(shared.sigma, 3)}${sure ? `, ${sure} above ${SURE}` : ""}`
          : "each component has its own",
      );
      setText(words, inWords(frame, sure));
    },
  };
}
