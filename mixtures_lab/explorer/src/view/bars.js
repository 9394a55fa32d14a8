/** −L and the bound for the shares on screen, as two bars; the gap is what −L has more. */

import { touches } from "../bound.js";
import { h, setAttribute, setText } from "../dom.js";
import { barScale } from "../geometry.js";
import { fixed } from "../numbers.js";
import { spoken } from "../sentences.js";

export function createBars() {
  const whole = bar("−L");
  const bound = bar("bound");
  const gap = h("i", { class: "mlx-gap" });
  bound.track.append(gap);
  const words = h("div", { class: "mlx-note" });
  const element = h(
    "div",
    { class: "mlx-bound", role: "group", "aria-label": "−L and its bound, nats" },
    whole.element,
    bound.element,
    words,
  );

  return {
    element,

    update(frame) {
      setAttribute(element, "hidden", frame.algorithm !== "em");
      if (element.hidden) return;
      const minusL = frame.bound ? frame.bound[0] : -frame.nll;
      const before = previous(frame, minusL);
      const to = barScale([minusL, frame.bound?.[1], before]);
      whole.show(to(minusL), fixed(minusL, 2), to(before));
      bound.show(
        frame.bound && to(frame.bound[1]),
        frame.bound && fixed(frame.bound[1], 2),
        to(before),
      );
      gap.style.left = frame.bound ? `${to(frame.bound[1])}%` : "0";
      gap.style.width = frame.bound ? `${to(minusL) - to(frame.bound[1])}%` : "0";
      setText(words, inWords(frame) + (before === null ? "" : " Dashed: −L one iteration before."));
    },
  };
}

/** −L one iteration before, by the same hand; null where no step led here from there. */
function previous({ t, trace, trace_phases, nll }, minusL) {
  const same = Math.abs(nll + minusL) <= 1e-9 * Math.abs(nll);
  return same && trace_phases[t] === "m" ? -trace[t - 1] : null;
}

/** What the gap is, or why there is none. */
export function inWords({ bound, matrices }) {
  if (!bound && matrices.R) return "A new point has no shares yet: the E-step gives them.";
  if (!bound) return "No shares yet: the E-step gives them, and with them the bound.";
  if (touches(bound)) return "No gap: the shares are the posterior.";
  return `Gap ${spoken(bound[2])} nats: the KL divergence from the shares to the posterior.`;
}

/** A name, a bar from the left, and its number. */
function bar(name) {
  const fill = h("i", { class: "mlx-fill" });
  const was = h("i", { class: "mlx-was" });
  const track = h("div", { class: "mlx-track", "aria-hidden": "true" }, fill, was);
  const number = h("b");
  return {
    track,
    element: h("div", { class: "mlx-bar" }, h("span", {}, name), track, number),
    show(percent, text, before) {
      fill.style.width = `${percent ?? 0}%`;
      setAttribute(was, "hidden", before === null);
      was.style.left = `${before}%`;
      setText(number, text ?? "—");
    },
  };
}
