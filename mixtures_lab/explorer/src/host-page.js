/**
 * The picture on a page without a kernel: every block [data-explorer] comes to life,
 * once, when it is about to be seen. A classic script, so that it also runs from file://.
 */

import "./datasets-data.js"; // first: its digits are compressed best where no code is among them
import { mount } from "./explorer.js";
import { createSession } from "./session.js";
import { addStyles } from "./styles.js";

const STARTED = "explorerStarted";

function start(block) {
  const source = block.querySelector("script[data-explorer-json]");
  if (!source || STARTED in block.dataset) return;
  block.dataset[STARTED] = "";
  const session = createSession(JSON.parse(source.textContent));
  mount(block, session);
}

function watch() {
  addStyles();
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        start(target);
      }
    },
    { rootMargin: "200px" },
  );
  for (const block of document.querySelectorAll("[data-explorer]")) seen.observe(block);
}

// Each picture on a page may bring the script: the first one serves them all.
if (!window.mixturesLabExplorer) {
  window.mixturesLabExplorer = true;
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", watch, { once: true });
  else watch();
}
