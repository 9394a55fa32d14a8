/** What is drawn above the points: contours, trails, rings, and the pointed-at point with its links. */

import { colourOf, css, readable, THEMES } from "../colour.js";
import { h, keepChildren, setAttribute } from "../dom.js";
import { ring } from "../geometry.js";
import { drawContours } from "./contours.js";
import { MARGIN } from "./sheets.js";

export function createRings() {
  const contours = h("path", { class: "mlx-contours" });
  let trail = null; // comes later: more/trail.js
  const rings = h("g", {});
  const links = h("g", {});
  const spot = h("circle", { class: "mlx-spot", r: 8 });
  // A picture within the picture: it cuts off what leaves the plane, and needs no name for that.
  const plane = h("svg", { x: MARGIN.left, y: MARGIN.top }, contours, rings, links, spot);
  const element = h("svg", { "aria-hidden": "true" }, plane);

  const lined = (j, theme) => css(readable(colourOf(j), THEMES[theme].ground, 3));

  function setAll(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      setAttribute(node, name, typeof value === "number" ? value.toFixed(1) : value);
    }
  }

  return {
    element,
    ellipses: () => rings.querySelectorAll("ellipse"),
    /** What belongs to where the means are now, and does not move there. */
    fading: () => [links, ...(trail?.newest() ?? [])],
    addTrail(added) {
      trail = added;
      rings.before(trail.element);
    },

    resize({ width, height }) {
      const inner = {
        width: Math.max(width - MARGIN.left - MARGIN.right, 1),
        height: Math.max(height - MARGIN.top - MARGIN.bottom, 1),
      };
      setAttribute(element, "viewBox", `0 0 ${width} ${height}`);
      setAll(plane, inner);
      setAttribute(
        plane,
        "viewBox",
        [MARGIN.left, MARGIN.top, inner.width, inner.height].join(" "),
      );
    },

    draw(frame, scales, { contours: wanted, theme }) {
      const { K, mu, sigma, pi } = frame;
      drawContours(contours, frame, scales, wanted);
      trail?.draw(frame, scales, (j) => lined(j, theme));
      const shown = frame.handles.sigma ? K : 0;
      keepChildren(rings, shown, () =>
        h("g", {}, h("ellipse", { class: "mlx-ring1" }), h("ellipse", { class: "mlx-ring2" })),
      );
      for (let j = 0; j < shown; j++) {
        const group = rings.children[j];
        setAttribute(group, "style", `--c:${lined(j, theme)};opacity:${pi[j] > 0 ? 1 : 0.45}`);
        const [one, two] = group.children;
        setAll(one, ring(scales, mu[2 * j], mu[2 * j + 1], sigma[j]));
        const outer = ring(scales, mu[2 * j], mu[2 * j + 1], 2 * sigma[j]);
        // A ring far larger than the plane has millions of dashes, all of them unseen.
        const dashed = Math.max(outer.rx, outer.ry) < 1e4;
        setAll(two, { ...outer, "stroke-dasharray": dashed ? "5 4" : null });
      }
    },

    /** The pointed-at point, and its links to the means: the larger its share, the wider. */
    point(frame, scales, { i, j }, { theme }) {
      const { K, mu, X } = frame;
      const R = frame.matrices.R?.data;
      const [x1, y1] = [scales.x.to(X[2 * i]), scales.y.to(X[2 * i + 1])];
      setAll(spot, { cx: x1, cy: y1 });
      keepChildren(links, K, () => h("line"));
      for (let k = 0; k < K; k++) {
        const share = R?.[i * K + k] > 0 ? R[i * K + k] : 0;
        const width = (k === j ? 1.5 : 0.75) + 2.5 * share;
        setAll(links.children[k], {
          x1,
          y1,
          x2: scales.x.to(mu[2 * k]),
          y2: scales.y.to(mu[2 * k + 1]),
          style: `stroke:${lined(k, theme)};stroke-width:${width.toFixed(2)}`,
          class: k === j ? "mlx-link mlx-link-on" : "mlx-link",
        });
      }
    },
  };
}
