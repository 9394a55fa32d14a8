/** Style sheets travel in the bundle: no file to wait for, and none that a strict page refuses. */

const added = new Set();

/** Add a style sheet to the document, once. */
export function addStyles(text) {
  if (added.has(text)) return;
  added.add(text);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}
