/**
 * The matrices of a stage, side by side in one table, so that row i is one row in all
 * of them. A grid for the keyboard: one Tab stop, arrow keys go from cell to cell.
 */

import { colourOf, css, inkOn, mix, readable, strength, THEMES } from "../colour.js";
import { h, setAttribute, setText } from "../dom.js";
import { shownRows } from "../geometry.js";
import { cell, significant } from "../numbers.js";
import { gridOf, isByPoint, signatureOf } from "./grid.js";
import { BY_FIRST_HALF, entry, firstStage, rangeOf, signsOf, stagesOf } from "./stages.js";
import { createTabs } from "./tabs.js";

/**
 * @param {object} options
 * @param {(action: object) => void} options.act
 * @param {(part: import("../explorer.js").Ui["hovered"]) => void} options.hover
 * @param {() => import("../explorer.js").Ui} options.ui
 * @param {(id: string) => void} options.choose another stage
 */
export function createMatrices({ act, hover, ui, choose }) {
  const tabs = createTabs(choose);
  const equation = h("div", { class: "mlx-equation" });
  const note = h("div", { class: "mlx-note" });
  const table = h("table", { class: "mlx-table", role: "grid" });
  const panel = h(
    "div",
    { class: "mlx-panel", role: "tabpanel" },
    h("div", { class: "mlx-title" }, equation, note),
    h("div", { class: "mlx-scroll" }, table),
  );
  const element = h("div", { class: "mlx-matrices" }, tabs.element, panel);

  let frame = null;
  let stage = null;
  let built = "";
  let cells = [];
  let columns = [];
  let rowCount = 6;
  let at = [0, 0];

  // ---- the table -------------------------------------------------------------

  const byPoint = () => isByPoint(stage);

  /** The rows on screen: points, or components. */
  function rowsOf(pointed) {
    if (!byPoint()) return Array.from({ length: frame.K }, (_, j) => j);
    const { first, pinned } = shownRows(frame.N, rowCount, pointed.i);
    if (first.length === frame.N) return first;
    return [...first, Math.max(pinned, first.length)];
  }

  /** Build the table anew when its shape changes; else its cells are reused. */
  function build(rows) {
    const signature = signatureOf(frame, stage, rows);
    if (signature === built) return;
    built = signature;
    const grid = gridOf(frame, stage, rows);
    [cells, columns] = [grid.cells, grid.columns];
    for (const column of columns) widen(column, column.least);
    table.replaceChildren(...grid.parts);
    at = [Math.min(at[0], rows - 1), Math.min(at[1], cells[0].length - 1)];
    cells[at[0]][at[1]].node.tabIndex = 0;
  }

  /** A column is as wide as the longest number it has held: it may grow, but never jitters. */
  function widen(column, length) {
    if (length <= column.characters) return;
    column.characters = length;
    column.node.style.width = `calc(${Math.max(length, 4) + 0.2}ch + ${5 + column.gap}px)`;
  }

  function paint(pointed) {
    const { ground, ink } = THEMES[ui().theme];
    const rows = rowsOf(pointed);
    build(rows.length);
    const ranges = {};
    for (const { matrix } of stage.columns) ranges[matrix] = rangeOf(frame, matrix);
    const tints = Array.from({ length: frame.K }, (_, j) => readable(colourOf(j), ground, 1.6));
    const body = table.tBodies[0];
    rows.forEach((index, r) => {
      const line = body.rows[r];
      setText(line.cells[0], String(index + 1));
      line.dataset.row = index;
      setAttribute(
        line,
        "class",
        byPoint() && r === rows.length - 1 && rows.length < frame.N ? "mlx-pinned" : null,
      );
      cells[r].forEach((item, c) => {
        const value = entry(frame, item.matrix, index, item.j);
        const { low, high } = ranges[item.matrix];
        const count = !byPoint() || item.matrix === "labels";
        const text = count
          ? significant(value, 4)
          : cell(value, Math.max(Math.abs(low), Math.abs(high)));
        setText(item.node, text);
        widen(columns[c], text.length);
        const owner = item.component ?? (byPoint() ? null : index);
        const share = byPoint() ? strength(item.matrix, value, ranges[item.matrix]) : 0;
        const tint = owner === null ? ink : tints[owner];
        const back = mix(ground, tint, 0.85 * share);
        const style = `background-color:${css(back)};color:${css(inkOn(back))}`;
        if (style !== item.style) {
          item.style = style;
          item.node.style.cssText = style;
        }
        item.node.classList.toggle("mlx-stale", frame.stale && BY_FIRST_HALF.includes(item.matrix));
      });
    });
    light(pointed);
  }

  /** Light up row i, column j and the cell where they meet. */
  function light({ i, j }) {
    const body = table.tBodies[0];
    for (const line of body.rows) {
      const on = Number(line.dataset.row) === (byPoint() ? i : j);
      line.classList.toggle("mlx-row-on", on);
    }
    for (const [r, row] of cells.entries()) {
      const on = Number(body.rows[r].dataset.row) === i;
      for (const { node, component } of row) {
        node.classList.toggle("mlx-col-on", component === j);
        node.classList.toggle("mlx-cell-on", on && component === j && byPoint());
      }
    }
    for (const head of table.tHead.querySelectorAll("[data-j]")) {
      head.classList.toggle("mlx-col-on", Number(head.dataset.j) === j);
    }
  }

  // ---- pointing --------------------------------------------------------------

  /** What a cell or header under the pointer or the focus stands for. */
  function partOf(target) {
    const head = target.closest("[data-j]");
    if (head) return { component: Number(head.dataset.j) };
    const line = target.closest("tbody tr");
    if (!line) return null;
    const index = Number(line.dataset.row);
    if (!byPoint()) return { component: index };
    const data = target.closest("td");
    const item = data && cells[data.dataset.r][data.dataset.c];
    return item?.component === null || !item
      ? { point: index }
      : { point: index, component: item.component };
  }

  table.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") hover(partOf(event.target));
  });
  table.addEventListener("pointerleave", () => hover(null));
  table.addEventListener("focusin", (event) => hover(partOf(event.target)));
  table.addEventListener("focusout", () => hover(null));
  table.addEventListener("click", (event) => pin(event.target));

  function pin(target) {
    const part = partOf(target);
    if (!part) return;
    const { point, component } = frame.selected;
    const next = { point: part.point ?? point, component: part.component ?? component };
    const same = next.point === point && next.component === component;
    act({ name: "select", ...(same ? { point: null, component: null } : next) });
  }

  table.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[
      event.key
    ];
    if (event.key === "Enter") pin(event.target);
    else if (step) {
      const [r, c] = [
        Number(event.target.dataset.r) + step[0],
        Number(event.target.dataset.c) + step[1],
      ];
      if (cells[r]?.[c]) focusCell(r, c);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function focusCell(r, c) {
    cells[at[0]][at[1]].node.tabIndex = -1;
    at = [r, c];
    cells[r][c].node.tabIndex = 0;
    cells[r][c].node.focus();
  }

  return {
    element,

    update(next, pointed) {
      frame = next;
      const stages = stagesOf(frame);
      stage = stages.find(({ id }) => id === ui().stage) ?? firstStage(stages, ui().compact);
      tabs.draw(stages, stage);
      setAttribute(panel, "aria-label", stage.label);
      const old = stage.columns.filter(
        ({ matrix }) => frame.stale && BY_FIRST_HALF.includes(matrix),
      );
      const title = `${stage.id} ${frame.algorithm} ${old.length}`;
      if (equation.dataset.of !== title) {
        equation.dataset.of = title;
        equation.innerHTML =
          stage.equation + (stage.line ? ` <span class="mlx-line">(${stage.line})</span>` : "");
        note.innerHTML = old.length
          ? `${old.map(({ html }) => `<em>${html}</em>`).join(", ")}: still of the parameters before`
          : stage.note;
      }
      setAttribute(
        table,
        "aria-label",
        `${stage.columns.map(({ name }) => name).join(", ")}: ${byPoint() ? "rows are points, columns are components" : "rows are components"}`,
      );
      paint(pointed);
      const signs = table.querySelectorAll(".mlx-name i");
      signsOf(frame, stage).forEach((sign, k) => setText(signs[k], sign));
    },

    /** Only the pointed-at cell changed. */
    point(pointed) {
      if (frame) paint(pointed);
    },

    setRows(count) {
      rowCount = count;
    },
  };
}
