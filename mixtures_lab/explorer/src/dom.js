/** Small helpers to build and change elements. */

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set([
  "svg",
  "g",
  "path",
  "line",
  "circle",
  "ellipse",
  "polyline",
  "text",
  "rect",
  "clipPath",
]);

/**
 * An element with attributes, listeners (`onclick: …`) and children.
 * An attribute that is false, null or undefined is left out; true is written empty.
 */
export function h(tag, attributes = {}, ...children) {
  const node = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else setAttribute(node, name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Set, or with false, null or undefined remove, an attribute. Touches only what changes. */
export function setAttribute(node, name, value) {
  if (value === false || value === null || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** Set a node's text, if it differs: an unchanged text costs no layout and is not read out again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Make `parent` hold `count` children, adding those that `make(k)` builds and removing
 * the last ones. Children that stay keep their focus.
 */
export function keepChildren(parent, count, make) {
  while (parent.children.length > count) parent.lastElementChild.remove();
  while (parent.children.length < count) parent.append(make(parent.children.length));
  return parent.children;
}

/** A name for assistive technology only. */
export const hidden = (text) => h("span", { class: "mlx-hidden" }, text);

/** An icon, decoration beside a name. `path` is drawn in a 16 × 16 box. */
export const icon = (path) =>
  h(
    "svg",
    { class: "mlx-icon", viewBox: "0 0 16 16", "aria-hidden": "true" },
    h("path", { d: path }),
  );
