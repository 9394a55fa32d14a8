/** A style sheet travels in the bundle: no file to wait for, and none that a strict page refuses. */
export function addStyles(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}
