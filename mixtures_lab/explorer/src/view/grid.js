/** The empty grid of a stage: a head with names and components, a row for each point shown. */

import { colourOf, css, inkOn } from "../colour.js";
import { h, hidden } from "../dom.js";
import { widthOf } from "./stages.js";

/** Between two matrices, in pixels; explorer.css has the same. */
const GAP = 12;

/** Whether rows are points; in a table of parameters they are components. */
export const isByPoint = (stage) => stage.rows !== "components";

/** What a grid depends on: while it stays, so do the cells. */
export const signatureOf = (frame, stage, rows) =>
  [stage.id, frame.K, rows, frame.algorithm, ...stage.columns.map((c) => c.matrix)].join(" ");

/** The parts of the table, its cells row by row, and its columns with the room they need. */
export function gridOf(frame, stage, rows) {
  const byPoint = isByPoint(stage);
  const matrices = stage.columns.map((column) => ({
    ...column,
    width: widthOf(frame, column.matrix),
  }));
  const names = h("tr", {}, h("th", { scope: "row" }, hidden("matrix")));
  const what = hidden(byPoint ? "component" : "coordinate");
  const numbers = h("tr", {}, h("th", { scope: "row" }, what));
  for (const { matrix, html, name, width } of matrices) {
    const colspan = String(width);
    const head = h("th", { colspan, scope: "colgroup", class: "mlx-name", "aria-label": name });
    head.innerHTML = `<i></i> <b>${html}</b>`;
    names.append(head);
    for (let j = 0; j < width; j++) {
      numbers.append(columnHead(matrix, j, byPoint && width === frame.K));
    }
  }
  const columns = matrices.flatMap(({ matrix, html, width }) =>
    Array.from({ length: width }, (_, j) => ({
      matrix,
      least: Math.ceil(html.replace(/<[^>]*>/g, "").length / width), // its name has room
      gap: j === 0 ? GAP : 0,
      characters: 0,
      node: h("col"),
    })),
  );
  columns[0].gap = 0;
  const cells = Array.from({ length: rows }, (_, r) => cellsOf(matrices, r, byPoint && frame.K));
  const body = h("tbody", {});
  for (const row of cells) {
    body.append(h("tr", {}, h("th", { scope: "row" }), ...row.map(({ node }) => node)));
  }
  const heads = h("col", { style: `width:${1.5 + String(frame.N).length}ch` });
  const parts = [
    h("colgroup", {}, heads, ...columns.map(({ node }) => node)),
    h("thead", {}, names, numbers),
    body,
  ];
  return { parts, cells, columns };
}

function columnHead(matrix, j, ofComponent) {
  const common = { scope: "col", class: j === 0 ? "mlx-axis mlx-first" : "mlx-axis" };
  if (matrix === "mu") return h("th", common, "xy"[j]);
  if (!ofComponent) return h("th", common, hidden("all components"));
  const style = `--c:${css(colourOf(j))};--on:${css(inkOn(colourOf(j)))}`;
  return h(
    "th",
    { ...common, "data-j": String(j), "aria-label": `component ${j + 1}` },
    h("span", { class: "mlx-chip", style }, String(j + 1)),
  );
}

/** The cells of row r; those of a matrix that is K wide are each of a component. */
function cellsOf(matrices, r, K) {
  const row = [];
  for (const { matrix, width } of matrices) {
    for (let j = 0; j < width; j++) {
      const node = h("td", { role: "gridcell", class: j === 0 ? "mlx-first" : "" });
      node.dataset.r = r;
      node.dataset.c = row.length;
      node.tabIndex = -1;
      row.push({ node, matrix, j, component: width === K ? j : null, style: "" });
    }
  }
  return row;
}
