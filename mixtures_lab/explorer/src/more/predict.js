/**
 * Predict, then reveal: a pin for each mean, to be put where the next step will lead it;
 * after the step, a line from there to the mean, and by how much it missed.
 */

import { h, keepChildren, setAttribute, setText } from "../dom.js";
import { arrowStep, clamp, inPlane } from "../geometry.js";
import { decimal, significant } from "../numbers.js";
import { unitOf } from "../predictions.js";
import { addStyles } from "../styles.js";
import text from "./predict.css";
import { knobStyle } from "./knob.js";
import { headOf, missOf, STEM, waiting } from "./pins.js";

/**
 * A layer of the plane.
 *
 * @param {object} options
 * @param {(action: object) => void} options.act
 * @param {() => import("../explorer.js").Ui} options.ui
 */
export function createPredict({ act, ui }) {
  addStyles(text);
  const svg = h("svg", { class: "mlx-told", "aria-hidden": "true" });
  const pins = h("div", {});
  const note = h("div", { class: "mlx-told-note" });
  const element = h("div", { class: "mlx-predict" }, svg, note, pins);
  let frame = null;
  let scales = null;
  let heads = [];
  let drag = null; // {j, head, tip} of the pin that is held

  const pin = (j) =>
    h(
      "div",
      {
        class: "mlx-handle mlx-pin",
        role: "slider",
        tabindex: "0",
        "aria-label": `Prediction ${j + 1}`,
        "aria-roledescription": "2-D slider",
        title: `Where will mean ${j + 1} go?`,
        onpointerdown: (event) => grab(event, j),
        onkeydown: (event) => nudge(event, j),
      },
      h("span", { class: "mlx-knob", "aria-hidden": "true" }, String(j + 1)),
    );

  /** @returns {[number, number]} */
  const meanOf = (j) => [frame.mu[2 * j], frame.mu[2 * j + 1]];
  /** @param {[number, number]} place */
  const pixel = ([x, y]) => ({ x: scales.x.to(x), y: scales.y.to(y) });
  const put = (j, x, y) => act({ name: "move_prediction", j, x, y });

  // ---- pointer and keys ----------------------------------------------------------

  function grab(event, j) {
    if (event.button !== 0 || ui().mode) return;
    event.preventDefault();
    event.stopPropagation();
    const node = event.currentTarget;
    node.focus({ preventScroll: true });
    node.setPointerCapture(event.pointerId);
    const from = heads[j];
    const tip = frame.prediction.places[j] ? pixel(frame.prediction.places[j]) : null;
    const move = ({ clientX, clientY }) => {
      const by = { x: clientX - event.clientX, y: clientY - event.clientY };
      if (!drag && Math.hypot(by.x, by.y) < 2) return;
      const moved = (place) => inPlane({ x: place.x + by.x, y: place.y + by.y }, scales);
      const head = moved(from);
      // A pin out of the row is held by its head, and points below it.
      const to = tip ? moved(tip) : inPlane({ x: head.x, y: head.y + STEM }, scales);
      drag = { j, head, tip: to };
      put(j, scales.x.from(to.x), scales.y.from(to.y));
    };
    const release = () => {
      for (const [name, listener] of listeners) node.removeEventListener(name, listener);
      drag = null;
      draw();
    };
    /** @type {[string, (event: any) => void][]} */
    const listeners = [["pointermove", move], ["pointerup", release], ["pointercancel", release]];
    for (const [name, listener] of listeners) node.addEventListener(name, listener);
  }

  function nudge(event, j) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const [x, y] = frame.prediction.places[j] ?? meanOf(j);
    const step = ["Enter", " "].includes(event.key)
      ? [0, 0]
      : arrowStep(event.key, event.shiftKey, scales);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    put(
      j,
      clamp(x + step[0], scales.x.low, scales.x.high),
      clamp(y + step[1], scales.y.low, scales.y.high),
    );
  }

  // ---- drawing -----------------------------------------------------------------

  function draw(taken = []) {
    const { prediction, K, columns } = frame;
    setAttribute(element, "hidden", !prediction);
    if (!prediction) return;
    const { pending, places } = prediction;
    const tips = places.map((place) => place && pixel(place));
    if (drag) tips[drag.j] = drag.tip;
    const others = [...taken];
    heads = tips.map((tip, j) => {
      if (drag?.j === j) return drag.head;
      const head = tip ? headOf(scales, tip, others) : waiting(scales, j);
      others.push(head);
      return head;
    });
    keepChildren(pins, pending ? K : 0, pin);
    [...pins.children].forEach((node, j) => {
      const names = columns.map((column) => column.split(",")[0]);
      const [x, y] = places[j] ?? [null, null];
      node.classList.toggle("mlx-waiting", !places[j]);
      setAttribute(node, "aria-valuenow", decimal(x ?? frame.mu[2 * j]));
      setAttribute(
        node,
        "aria-valuetext",
        places[j]
          ? `${names[0]} ${significant(x, 4)}, ${names[1]} ${significant(y, 4)}`
          : "not placed yet: arrows move it from its mean, Enter leaves it there",
      );
      node.style.left = `${heads[j].x.toFixed(1)}px`;
      node.style.top = `${heads[j].y.toFixed(1)}px`;
      node.style.cssText += colours(j);
    });
    drawTold(tips);
    const row = pending && places.some((place) => !place) ? waiting(scales, K).x - 18 : null;
    const beside = row !== null && scales.x.end - row > 190;
    note.style.top = `${scales.y.end + (row === null || beside ? 8 : 46)}px`;
    note.style.left = `${beside ? row : scales.x.start + 6}px`;
    setText(note, words(prediction));
  }

  const colours = (j) => `;--r:20px;${knobStyle(j, ui().theme)}`;

  /** Stems and tips; after the step, from each tip a line to the mean, and its length. */
  function drawTold(tips) {
    const { pending, misses } = frame.prediction;
    const parts = tips.flatMap((tip, j) => {
      if (!tip) return [];
      const ring = h("circle", { class: "mlx-tip", cx: tip.x, cy: tip.y, r: 5 });
      const head = heads[j];
      const stem = pending && h("line", { x1: tip.x, y1: tip.y, x2: head.x, y2: head.y });
      const group = h("g", { style: colours(j) }, stem || null, ring);
      if (pending) return [group];
      const mean = inPlane(pixel(meanOf(j)), scales);
      const { end, label } = missOf(tip, mean, scales);
      group.append(
        h("line", { class: "mlx-miss", x1: tip.x, y1: tip.y, x2: end.x, y2: end.y }),
        h("text", label, significant(misses[j], 2)),
      );
      return [group];
    });
    svg.replaceChildren(...parts);
  }

  /** What is asked for, or the lab's tally. */
  function words({ pending, places, count, mean_miss, mean_moved }) {
    if (pending && !places.some(Boolean) && !count)
      return "Drag to where the means will go";
    if (!count) return "";
    const unit = unitOf(frame.columns, frame.unit);
    const [means, they] = count === 1 ? ["1 mean", "it"] : [`${count} means`, "on average; they"];
    const [miss, moved] = [significant(mean_miss, 2), significant(mean_moved, 2)];
    const and = count === 1 ? ", and " : " ";
    return `${means} predicted: off by ${miss}${unit && ` ${unit}`}${and}${they} moved by ${moved}`;
  }

  return {
    element,

    /** @param {import("../geometry.js").Place[]} taken where other handles stand */
    update(next, itsScales, { width, height }, taken) {
      frame = next;
      scales = itsScales;
      if (drag && (!frame.prediction?.pending || drag.j >= frame.K)) drag = null;
      setAttribute(svg, "viewBox", `0 0 ${width} ${height}`);
      draw(taken);
    },
  };
}
