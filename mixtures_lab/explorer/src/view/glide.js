/**
 * From one place to the next: after an M-step or an update, what is seen glides to where it
 * already is. Handles can be taken and read at once where they stand; only their look comes later.
 */

const GLIDE_MS = 300;

const ELLIPSE = ["cx", "cy", "rx", "ry"];

export function createGlide() {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let running = [];

  const isRunning = () => running.some(({ playState }) => playState === "running");

  /** Where a knob is seen: at its handle, or on the way there. */
  function spotOf(knob, moving) {
    const { left, top } = knob.parentElement.style;
    const { e, f } = new DOMMatrix(moving ? getComputedStyle(knob).transform : undefined);
    return [Number.parseFloat(left) + e, Number.parseFloat(top) + f];
  }

  /** An ellipse as it is seen. */
  function shapeOf(node, moving) {
    const seen = moving && getComputedStyle(node);
    return Object.fromEntries(
      ELLIPSE.map((name) => [name, moving ? seen[name] : `${node.getAttribute(name)}px`]),
    );
  }

  function stop() {
    for (const animation of running) animation.cancel();
    running = [];
  }

  return {
    /**
     * Draw the next frame; if it is a step, knobs and ellipses glide from where they are seen
     * now, and what cannot glide fades in.
     *
     * @param {boolean} isStep
     * @param {() => void} draw
     * @param {{knobs: () => Iterable<HTMLElement>, ellipses: () => Iterable<Element>, fading: () => Element[]}} what
     */
    around(isStep, draw, { knobs, ellipses, fading }) {
      if (!isStep || still.matches || !Element.prototype.animate) {
        stop();
        return draw();
      }
      const moving = isRunning();
      const spots = new Map([...knobs()].map((knob) => [knob, spotOf(knob, moving)]));
      const shapes = new Map([...ellipses()].map((node) => [node, shapeOf(node, moving)]));
      stop();
      draw();
      const play = (node, from, to) =>
        running.push(node.animate([from, to], { duration: GLIDE_MS, easing: "ease-out" }));
      for (const [knob, [x, y]] of spots) {
        const [toX, toY] = spotOf(knob, false);
        play(knob, { transform: `translate(${x - toX}px,${y - toY}px)` }, { transform: "none" });
      }
      for (const [node, shape] of shapes) play(node, shape, shapeOf(node, false));
      for (const node of fading()) play(node, { opacity: 0 }, {});
    },
  };
}
