/** The row of buttons below a cell's code; which of them there are depends on its state. */

const ICONS = {
  run: "M4 2.5v11l9-5.5z",
  stop: "M3.5 3.5h9v9h-9z",
  edit: "M2.5 13.5l.8-3.2 7.4-7.4 2.4 2.4-7.4 7.4z",
  reset: "M4.2 5.2A4.8 4.8 0 1 1 3.2 9M4 1.8v3.6h3.6",
  remove: "M4 4l8 8M12 4l-8 8",
  add: "M8 3v10M3 8h10",
};

/**
 * @param {import("./cells.js").Cell} cell
 * @param {(action: string, cell: object) => void} act
 */
export function addRow(cell, act) {
  const row = document.createElement("div");
  row.className = "live-row";
  row.dataset.title = cell.title;
  const said = document.createElement("span");
  said.className = "live-said";
  said.setAttribute("role", "status");
  const buttons = {};
  for (const [name, text, label] of offered(cell)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "live-button";
    button.dataset.action = name;
    button.setAttribute("aria-label", label ?? `${text} ${cell.title}`);
    button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
    button.append(text);
    button.addEventListener("click", () => act(name, cell));
    buttons[name] = button;
  }
  row.append(said, ...Object.values(buttons));
  (cell.element.querySelector(".cell_input") ?? cell.element).append(row);

  const show = (name, is) => {
    if (buttons[name]) buttons[name].hidden = !is;
  };
  const state = { busy: false, edited: false, editing: false, run: false };
  const update = (changes) => {
    Object.assign(state, changes);
    const pressed = row.contains(document.activeElement);
    show("run", !state.busy);
    show("stop", state.busy);
    show("edit", !state.editing);
    show("remove", !state.busy);
    show("reset", (state.edited || state.run) && !state.busy);
    row.classList.toggle("live-stays", state.busy || state.edited || state.run || state.editing);
    // The button that was pressed may be gone: who came by keyboard stays in the row.
    if (pressed && !row.contains(document.activeElement)) focus();
  };
  const focus = () => (state.busy ? buttons.stop : (buttons.run ?? buttons.edit))?.focus();
  update({});
  if (cell.elsewhere) said.textContent = "in JupyterLab";

  return {
    update,
    say(text) {
      said.textContent = text;
    },
    focus,
  };
}

/**
 * The buttons that a cell may ever have, with what a screen reader says of them.
 *
 * @param {import("./cells.js").Cell} cell
 */
function offered({ kind, title, locked, elsewhere, own }) {
  const add = ["add", "Add", `Add a cell below ${title}`];
  if (elsewhere) return [add];
  if (kind === "exercise") return [["add", "Try it here", `Try it here, below ${title}`]];
  const write = [
    ["edit", "Edit"],
    ["reset", "Reset"],
  ];
  if (kind === "answer") return write;
  const run = [
    ["run", "Run"],
    ["stop", "Stop"],
  ];
  if (own) return [...run, ["remove", "Remove"], add];
  return [...run, ...(locked ? write.slice(1) : write), add];
}
