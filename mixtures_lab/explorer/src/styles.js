/** The style sheet travels in the bundle: one file to ship, and none to wait for. */

import text from "./explorer.css";

const MARK = "data-explorer-style";

/** Put the style sheet into the document, once. */
export function addStyles() {
  if (document.head.querySelector(`style[${MARK}]`)) return;
  const style = document.createElement("style");
  style.setAttribute(MARK, "");
  style.textContent = text;
  document.head.append(style);
}
