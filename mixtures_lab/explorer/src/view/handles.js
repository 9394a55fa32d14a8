/**
 * The handles of the means and of σ: elements of their own, so that they can be focused,
 * named, and moved by pointer, finger or keys.
 */

import { colourOf, css, inkOn, readable, THEMES } from "../colour.js";
import { h, keepChildren, setAttribute } from "../dom.js";
import { arrowFactor, arrowStep, clamp, draggedSigma, sigmaHandle } from "../geometry.js";
import { significant } from "../numbers.js";

/** A press that trembles by less than this, in pixels, is a press and not a drag. */
const TREMBLE = 2;

/**
 * @param {object} options
 * @param {(action: object) => void} options.act
 * @param {(part: object|null) => void} options.hover
 * @param {() => object} options.ui theme and mode
 */
export function createHandles({ act, hover, ui }) {
  const means = h("div", {});
  const sigmas = h("div", {});
  const element = h("div", {}, sigmas, means);

  let frame = null;
  let scales = null;
  let drag = null; // {kind, j, x, y} of the handle that is held
  let asked = null; // where a key has sent a handle since the last drawing: {kind, j, …}
  let gesture = 0;

  function handle(kind, j) {
    const mean = kind === "mean";
    return h(
      "div",
      {
        class: `mlx-handle mlx-${kind}`,
        role: "slider",
        tabindex: "0",
        "aria-label": `${mean ? "Mean" : "Sigma"} ${j + 1}`,
        "aria-roledescription": mean ? "2-D slider" : null,
        "aria-valuemin": mean ? null : "0",
        onpointerdown: (event) => grab(event, kind, j),
        onpointerenter: () => hover({ component: j }),
        onpointerleave: () => hover(null),
        onfocus: () => {
          gesture += 1; // all arrow keys from here until the focus leaves are one edit
          hover({ component: j });
        },
        onblur: () => hover(null),
        onkeydown: (event) => nudge(event, kind, j),
      },
      h("span", { class: "mlx-knob", "aria-hidden": "true" }, mean ? String(j + 1) : ""),
    );
  }

  // ---- drawing -----------------------------------------------------------------

  function draw() {
    const { K, mu, sigma, pi, columns, handles } = frame;
    if (drag?.j >= K) drag = null; // its component is gone
    keepChildren(means, handles.mean ? K : 0, (j) => handle("mean", j));
    keepChildren(sigmas, handles.sigma ? K : 0, (j) => handle("sigma", j));
    [...means.children].forEach((node, j) => {
      const [x, y] = [mu[2 * j], mu[2 * j + 1]];
      place(node, held("mean", j) ?? { x: scales.x.to(x), y: scales.y.to(y) }, j);
      const names = columns.map((column) => column.split(",")[0]);
      const spoken = `${names[0]} ${significant(x, 4)}, ${names[1]} ${significant(y, 4)}`;
      setAttribute(node, "aria-valuenow", x);
      setAttribute(node, "aria-valuetext", pi[j] > 0 ? spoken : `${spoken}, without points`);
    });
    [...sigmas.children].forEach((node, j) => {
      const at = sigmaHandle(scales, mu[2 * j], mu[2 * j + 1], sigma[j]);
      place(node, { x: held("sigma", j)?.x ?? at.x, y: at.y }, j);
      setAttribute(node, "aria-valuenow", sigma[j]);
      setAttribute(node, "aria-valuetext", significant(sigma[j], 4));
    });
  }

  /** A held handle stays under the pointer, however long the answer takes. */
  const held = (kind, j) => (drag?.kind === kind && drag.j === j ? drag : null);

  /** `left` and `top`, not a transform: the element's box is then where the handle is seen. */
  function place(node, { x, y }, j) {
    const { ground } = THEMES[ui().theme];
    const colour = colourOf(j);
    node.style.left = `${x.toFixed(1)}px`;
    node.style.top = `${y.toFixed(1)}px`;
    node.style.setProperty("--c", css(colour));
    node.style.setProperty("--rim", css(readable(colour, ground, 3)));
    node.style.setProperty("--on", css(inkOn(colour)));
  }

  // ---- pointer and keys ----------------------------------------------------------

  function grab(event, kind, j) {
    if (event.button !== 0 || ui().mode) return;
    event.preventDefault();
    const node = event.currentTarget;
    node.focus({ preventScroll: true });
    node.setPointerCapture(event.pointerId);
    const from = { x: parseFloat(node.style.left), y: parseFloat(node.style.top) };
    const sigma = frame.sigma[j];
    gesture += 1;
    let moved = false;

    const move = ({ clientX, clientY }) => {
      const [dx, dy] = [clientX - event.clientX, clientY - event.clientY];
      if (!moved && Math.hypot(dx, dy) < TREMBLE) return;
      moved = true;
      const x = clamp(from.x + dx, scales.x.start, scales.x.end);
      const y = clamp(from.y + dy, scales.y.end, scales.y.start);
      drag = { kind, j, x, y };
      if (kind === "mean") moveMean(j, scales.x.from(x), scales.y.from(y));
      else act({ name: "set_sigma", j, sigma: draggedSigma(scales, sigma, x - from.x), gesture });
    };
    const release = () => {
      node.removeEventListener("pointermove", move);
      node.removeEventListener("pointerup", release);
      node.removeEventListener("pointercancel", release);
      drag = null;
      if (moved) draw();
      else act({ name: "select", point: frame.selected.point, component: j });
    };
    node.addEventListener("pointermove", move);
    node.addEventListener("pointerup", release);
    node.addEventListener("pointercancel", release);
  }

  const moveMean = (j, x, y) => act({ name: "move_mean", j, x, y, gesture });

  function nudge(event, kind, j) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = arrowStep(event.key, event.shiftKey, scales);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    // Keys may come faster than drawings: the second one goes on from where the first one led.
    const same = asked?.kind === kind && asked.j === j;
    const from = same
      ? asked
      : { x: frame.mu[2 * j], y: frame.mu[2 * j + 1], sigma: frame.sigma[j] };
    if (kind === "sigma") {
      const sigma = from.sigma * arrowFactor(event.key, event.shiftKey);
      asked = { kind, j, sigma };
      return act({ name: "set_sigma", j, sigma, gesture });
    }
    const x = clamp(from.x + step[0], scales.x.low, scales.x.high);
    const y = clamp(from.y + step[1], scales.y.low, scales.y.high);
    asked = { kind, j, x, y };
    moveMean(j, x, y);
  }

  return {
    element,

    /** Whether a handle is held: the scales must stay until it is let go. */
    held: () => drag !== null,

    update(next, itsScales) {
      frame = next;
      scales = itsScales;
      asked = null;
      draw();
    },

    /** The pointed-at component stands out. */
    point({ j }) {
      [...means.children].forEach((node, k) => node.classList.toggle("mlx-on", k === j));
    },
  };
}
