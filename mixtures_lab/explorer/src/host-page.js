/**
 * The picture on a page without a kernel: every block [data-explorer] comes to life,
 * once, when it is about to be seen. A classic script, so that it also runs from file://.
 */

import { mount } from "./explorer.js";
import { createSession } from "./session.js";
import text from "./explorer.css";
import { addStyles } from "./styles.js";
import { scriptSupply } from "./supply.js";

const STARTED = "explorerStarted";

/** This script's own address, which it can only ask for now; none where it lies in the page. */
const { src = "" } = /** @type {HTMLScriptElement} */ (document.currentScript ?? {});

/** The second script lies beside the first; of an older build it would not fit. */
const beside = () => {
  const address = new URL("explorer-more.js", src);
  address.search = SOURCES.slice(0, 8);
  return address.href;
};

function start(block, supply) {
  const source = block.querySelector("script[data-explorer-json]");
  if (!source || STARTED in block.dataset) return;
  block.dataset[STARTED] = "";
  mount(block, createSession(JSON.parse(source.textContent), supply.parts), supply);
}

function watch(supply) {
  addStyles(text);
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        start(target, supply);
      }
    },
    { rootMargin: "200px" },
  );
  for (const block of document.querySelectorAll("[data-explorer]")) seen.observe(block);
}

/**
 * Each picture on a page may bring the script: the first one serves them all.
 *
 * @param {Object<string, object>} lent what the second script has from this one: build.mjs
 */
export function begin(lent) {
  if (window.mixturesLabExplorer) return;
  const supply = scriptSupply(src ? beside() : null);
  window.mixturesLabExplorer = { lent, arrived: supply.arrived };
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", () => watch(supply), { once: true });
  else watch(supply);
}
