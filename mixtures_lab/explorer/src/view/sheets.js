/** What is drawn on canvas: the axes, and the points. */

import { css, mix, mixedColour, readable, THEMES } from "../colour.js";
import { h } from "../dom.js";
import { MARKERS, pointRadius, tickOffset, ticks } from "../geometry.js";
import { significant, tickLabel } from "../numbers.js";

/** Room for the axes around the plane, in pixels. */
export const MARGIN = { left: 44, right: 10, top: 26, bottom: 40 };

/** A canvas, and a pen for it that draws in CSS pixels and begins with an empty sheet. */
export function sheet() {
  const element = h("canvas", { "aria-hidden": "true" });
  const cleared = ({ width, height }) => {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    // Setting a size, even the same, throws the canvas away.
    if (element.width !== Math.round(width * ratio)) element.width = Math.round(width * ratio);
    if (element.height !== Math.round(height * ratio)) element.height = Math.round(height * ratio);
    const pen = element.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    return pen;
  };
  return { element, cleared };
}

/** The axes have a sheet of their own: text is slow to draw, and seldom changes. */
export function createAxes() {
  const { element, cleared } = sheet();
  let drawn = "";

  return {
    element,

    draw(columns, scales, size, theme) {
      const wanted = JSON.stringify([columns, scales, size, theme, window.devicePixelRatio]);
      if (wanted === drawn) return;
      drawn = wanted;
      const pen = cleared(size);
      const { ground, ink } = THEMES[theme];
      pen.font = "12px system-ui, sans-serif";
      pen.fillStyle = css(mix(ink, ground, 0.32));
      pen.strokeStyle = css(mix(ink, ground, 0.9));
      pen.lineWidth = 1;
      const right = size.width - MARGIN.right;
      const bottom = size.height - MARGIN.bottom;

      const names = ["x", "y"].map((axis, k) => {
        const { low, high, start, end, to } = scales[axis];
        const offset = tickOffset(low, high);
        const room = Math.abs(end - start) / 65;
        const { values, step } = ticks(low - offset, high - offset, room);
        pen.textAlign = axis === "x" ? "center" : "right";
        pen.textBaseline = axis === "x" ? "top" : "middle";
        for (const value of values) {
          const at = Math.round(to(value + offset)) + 0.5;
          const label = tickLabel(value, step);
          pen.beginPath();
          if (axis === "x") {
            pen.moveTo(at, MARGIN.top);
            pen.lineTo(at, bottom);
            pen.fillText(label, at, bottom + 6);
          } else {
            pen.moveTo(MARGIN.left, at);
            pen.lineTo(right, at);
            pen.fillText(label, MARGIN.left - 7, at);
          }
          pen.stroke();
        }
        return columns[k] + (offset ? ` − ${significant(offset, 6)}` : "");
      });

      pen.textBaseline = "bottom";
      pen.textAlign = "right";
      pen.fillText(names[0], right, size.height - 4, right - 8);
      pen.textBaseline = "top";
      pen.textAlign = "left";
      pen.fillText(names[1], 8, 6, right - 8);
    },
  };
}

/** The points; `pixels` holds where they are, as flat (x, y), for hit tests. */
export function createPoints() {
  const { element, cleared } = sheet();
  const points = { element, pixels: new Float32Array(0), draw };

  /**
   * Points of one colour and shape go into one path, some dozens at a time: far fewer
   * strokes than points, and few enough in each that their rims keep neighbours apart.
   * Mixed colours are rounded to 16 levels a channel, which no eye tells apart in a spot.
   */
  function draw(frame, scales, size, theme) {
    const { N, K, X, labels } = frame;
    const R = frame.matrices.R?.data;
    const { ground, ink } = THEMES[theme];
    const radius = pointRadius(N, size.width);
    const most = Math.max(24, N / 60);
    if (points.pixels.length !== 2 * N) points.pixels = new Float32Array(2 * N);

    const pen = cleared(size);
    pen.lineWidth = radius > 2 ? 0.8 : 0.4;
    pen.strokeStyle = css(ground);
    const groups = new Map();
    for (let i = 0; i < N; i++) {
      points.pixels[2 * i] = scales.x.to(X[2 * i]);
      points.pixels[2 * i + 1] = scales.y.to(X[2 * i + 1]);
      const mixed = R ? mixedColour(R, K, i) : null;
      const shape = mixed && labels?.[i] >= 0 ? labels[i] % MARKERS.length : 0;
      const key = mixed ? mixed.reduce((code, c) => (code << 4) | Math.round(c / 17), shape) : -1;
      let group = groups.get(key);
      if (!group) {
        const colour = mixed ? readable(mixed, ground, 2) : mix(ink, ground, 0.35);
        group = { colour: css(colour), corners: MARKERS[shape], rows: [] };
        groups.set(key, group);
      }
      group.rows.push(i);
      if (group.rows.length >= most) stamp(pen, radius, group);
    }
    for (const group of groups.values()) stamp(pen, radius, group);
  }

  function stamp(pen, radius, { colour, corners, rows }) {
    pen.fillStyle = colour;
    pen.beginPath();
    for (const i of rows.splice(0)) {
      const x = points.pixels[2 * i];
      const y = points.pixels[2 * i + 1];
      if (corners === null) {
        pen.moveTo(x + radius, y);
        pen.arc(x, y, radius, 0, 2 * Math.PI);
        continue;
      }
      pen.moveTo(x + radius * corners[0], y + radius * corners[1]);
      for (let k = 2; k < corners.length; k += 2) {
        pen.lineTo(x + radius * corners[k], y + radius * corners[k + 1]);
      }
      pen.closePath();
    }
    pen.fill();
    pen.stroke();
  }

  return points;
}
