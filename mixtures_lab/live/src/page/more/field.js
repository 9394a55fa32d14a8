/** An answer in words: a field that grows with what is written into it. */

/**
 * @param {import("../cells.js").Cell} cell
 * @param {{changed: (text: string) => void, leave: () => void}} on
 */
export function createField(cell, on) {
  const parts = /** @type {HTMLElement[]} */ ([...cell.element.children]);
  const shown = parts.filter((part) => !part.matches(".live-row"));
  const field = document.createElement("textarea");
  field.className = "live-field";
  field.rows = 5;
  field.setAttribute("aria-label", `Text of ${cell.title}`);
  field.placeholder = cell.source;
  cell.element.prepend(field);
  for (const part of shown) part.hidden = true;
  // What a browser without `field-sizing` needs.
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  field.addEventListener("input", () => {
    grow();
    on.changed(text());
  });
  field.addEventListener("keydown", (event) => event.key === "Escape" && on.leave());

  /** An empty field is the book's own text: nothing was answered. */
  const text = () => field.value || cell.source;

  return {
    text,
    set(written) {
      field.value = written;
      grow();
    },
    focus: () => field.focus(),
    close() {
      field.remove();
      for (const part of shown) part.hidden = false;
    },
  };
}
