/** An output of a cell as an element: PROTOCOL.md lists the kinds. */

/**
 * @param {any} output
 * @param {{cell: import("../cells.js").Cell, widgets: any, caption: HTMLElement | null}} tools
 * @returns {HTMLElement}
 */
export function elementFor(output, tools) {
  return (KINDS[output.kind] ?? KINDS.text)(output, tools);
}

const KINDS = {
  text({ text = "", stream }) {
    const box = element("div", `output ${stream === "stderr" ? "stderr" : "stream"}`);
    const pre = element("pre");
    pre.append(text);
    const frame = element("div", "highlight");
    frame.append(pre);
    box.append(frame);
    return box;
  },

  html({ html }) {
    const box = element("div", "output text_html");
    box.innerHTML = html;
    return box;
  },

  svg(output, tools) {
    const figure = element("figure", "align-default");
    const alt = altOf(output, tools);
    figure.append(
      picture(output.svg, "only-light", alt),
      picture(output.svgDark ?? output.svg, "only-dark", alt),
    );
    if (tools.caption) {
      const caption = /** @type {HTMLElement} */ (tools.caption.cloneNode(true));
      for (const link of caption.querySelectorAll(".headerlink")) link.remove();
      figure.append(caption);
    }
    return figure;
  },

  error({ name, message, lines = [], sentence }, { cell }) {
    const box = element("div", "output live-error");
    if (sentence) box.append(element("p", "live-sentence", sentence));
    const said = element("p");
    said.append(element("strong", "", name), message ? `: ${message}` : "");
    if (lines.length) {
      const list = element("pre", "live-lines");
      for (const line of lines) list.append(lineOf(line, cell), "\n");
      list.lastChild.remove();
      box.append(list);
    }
    box.append(said);
    return box;
  },

  widget(output, { widgets }) {
    const box = element("div", "output text_html");
    const view = element("div");
    view.dataset.explorer = ""; // it has the room that the page's own picture has
    box.append(view);
    const gone = widgets.show(output, view);
    box.addEventListener("live-gone", gone);
    return box;
  },
};

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

/** A line of the reader's, and where it stands. */
function lineOf({ cell: id, line, text }, cell) {
  const mark = element("span", "live-line");
  const place = id === cell.id ? `line ${line}` : `${titleOf(id)}, line ${line}`;
  mark.append(element("span", "live-place", place), "  ", text.trim());
  return mark;
}

const titleOf = (id) => {
  const label = document.querySelector(`#cell-${CSS.escape(id)} .live-row`);
  return label?.getAttribute("data-title") ?? "another cell";
};

/** What is said of a picture: by the cell, or by the book of its own one. */
function altOf({ alt }, { cell }) {
  if (alt) return alt;
  const built = cell.element.querySelector(".cell_output img[alt]");
  if (built && !cell.draft.isEdited()) return built.getAttribute("alt");
  return `A figure that ${cell.title} has drawn.`;
}

/** An SVG as an image: its ids meet no others of the page, and its letters are drawn. */
function picture(svg, theme, alt) {
  const image = document.createElement("img");
  image.className = theme;
  image.alt = alt;
  const size = /<svg[^>]*?\swidth="([\d.]+)pt" height="([\d.]+)pt"/.exec(svg);
  if (size) {
    image.width = Math.round((Number(size[1]) * 4) / 3);
    image.height = Math.round((Number(size[2]) * 4) / 3);
  }
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  image.src = address;
  return image;
}
