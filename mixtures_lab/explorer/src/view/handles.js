/**
 * The handles of the means and of σ: elements of their own, so that they can be focused,
 * named, and moved by pointer, finger or keys.
 */

import { colourOf, css, inkOn, readable, THEMES } from "../colour.js";
import { h, keepChildren, setAttribute } from "../dom.js";
import {
  arrowFactor,
  arrowStep,
  clamp,
  draggedSigma,
  grabRadii,
  inPlane,
  meanHandles,
  sigmaHandle,
} from "../geometry.js";
import { decimal, significant } from "../numbers.js";

/** A press that trembles by less than this, in pixels, is a press and not a drag. */
const TREMBLE = 2;

/**
 * @param {object} options
 * @param {(action: object) => void} options.act
 * @param {(part: import("../explorer.js").Ui["hovered"]) => void} options.hover
 * @param {() => import("../explorer.js").Ui} options.ui
 */
export function createHandles({ act, hover, ui }) {
  const element = h("div", {}); // of each component its mean, then its σ: as Tab goes
  let means = [];
  let sigmas = [];

  let frame = null;
  let scales = null;
  let places = null; // of the handles, in pixels
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
    const pairs = [...keepChildren(element, K, () => h("div", {}))];
    pairs.forEach((pair, j) => {
      keepChildren(pair, handles.sigma ? 2 : 1, (k) => handle(k ? "sigma" : "mean", j));
    });
    means = pairs.map((pair) => pair.children[0]);
    sigmas = handles.sigma ? pairs.map((pair) => pair.children[1]) : [];
    const spots = meanHandles(scales, mu, held("mean"));
    const all = [...spots];
    places = { mean: spots, sigma: [] };
    for (let j = 0; handles.sigma && j < K; j++) {
      const spot = sigmaHandle(scales, mu[2 * j], mu[2 * j + 1], sigma[j], all);
      if (held("sigma")?.j === j) Object.assign(spot, drag);
      places.sigma.push(spot);
      all.push(spot);
    }
    const radii = grabRadii(all);
    [...means, ...sigmas].forEach((node, k) => place(node, all[k], k % K, radii[k]));
    means.forEach((node, j) => {
      const [x, y] = [mu[2 * j], mu[2 * j + 1]];
      const names = columns.map((column) => column.split(",")[0]);
      const spoken = `${names[0]} ${significant(x, 4)}, ${names[1]} ${significant(y, 4)}`;
      setAttribute(node, "aria-valuenow", decimal(x));
      setAttribute(node, "aria-valuetext", pi[j] > 0 ? spoken : `${spoken}, without points`);
    });
    sigmas.forEach((node, j) => {
      setAttribute(node, "aria-valuenow", decimal(sigma[j]));
      setAttribute(node, "aria-valuetext", significant(sigma[j], 4));
    });
  }

  /** A held handle stays under the pointer, however long the answer takes. */
  const held = (kind) => (drag?.kind === kind ? drag : null);

  /** `left` and `top`, not a transform: the element's box is then where the handle is seen. */
  function place(node, { x, y }, j, radius) {
    const { ground } = THEMES[ui().theme];
    const colour = colourOf(j);
    node.style.left = `${x.toFixed(1)}px`;
    node.style.top = `${y.toFixed(1)}px`;
    node.style.setProperty("--r", `${radius.toFixed(1)}px`);
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
    const from = places[kind][j];
    const [x, y, sigma] = [frame.mu[2 * j], frame.mu[2 * j + 1], frame.sigma[j]];
    gesture += 1;
    let moved = false;

    const move = ({ clientX, clientY }) => {
      const by = { x: clientX - event.clientX, y: clientY - event.clientY };
      if (!moved && Math.hypot(by.x, by.y) < TREMBLE) return;
      moved = true;
      const after = ({ x, y }, way) => inPlane({ x: x + way.x, y: y + way.y }, scales);
      if (kind === "mean") {
        drag = { kind, j, ...after(from, by) };
        // The handle may stand beside the mean, and both move alike.
        const mean = after({ x: scales.x.to(x), y: scales.y.to(y) }, by);
        moveMean(j, scales.x.from(mean.x), scales.y.from(mean.y));
      } else {
        const { ux, uy, unit } = from;
        const along = by.x * ux + by.y * uy;
        const to = after(from, { x: along * ux, y: along * uy });
        drag = { kind, j, ...to };
        const pixels = (to.x - from.x) * ux + (to.y - from.y) * uy;
        act({ name: "set_sigma", j, sigma: draggedSigma(unit, sigma, pixels), gesture });
      }
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

    knobs: () => /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".mlx-knob")),

    /** Where the handles stand, in pixels. */
    spots: () => [...places.mean, ...places.sigma],

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
      means.forEach((node, k) => node.classList.toggle("mlx-on", k === j));
    },
  };
}
