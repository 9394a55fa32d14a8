// Boxes that scroll sideways take keyboard focus, but only while they do scroll:
// a page with two hundred equations should not be two hundred stops of the Tab key.
const boxes = ".math-scroll, .highlight pre, figure:has(img.wide), .pst-scrollable-table-container";

const refocus = (box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
};

const watcher = new ResizeObserver((entries) => entries.forEach(({ target }) => refocus(target)));
document.querySelectorAll(boxes).forEach((box) => watcher.observe(box));
