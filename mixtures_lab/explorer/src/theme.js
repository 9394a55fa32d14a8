/** Light or dark, as the page around the picture is. */

import { luminance } from "./colour.js";

/** What the page says of itself: the book's theme, JupyterLab, VS Code; else its ground, else the system. */
export function currentTheme(root) {
  const { documentElement: html, body } = document;
  const said = html.dataset.theme;
  if (said === "dark" || said === "light") return said;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false" ? "dark" : "light";
  if (body.classList.contains("vscode-dark")) return "dark";
  for (let node = root.parentElement; node; node = node.parentElement) {
    const ground = getComputedStyle(node)
      .backgroundColor.match(/[\d.]+/g)
      ?.map(Number);
    if (ground?.length === 3) return luminance(ground) < 0.18 ? "dark" : "light";
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/**
 * Keep `root`'s `data-theme` as the page's, and call `changed` when it turns.
 * @returns {() => void} stops watching
 */
export function followTheme(root, changed) {
  const apply = () => {
    const theme = currentTheme(root);
    if (root.dataset.theme === theme) return;
    root.dataset.theme = theme;
    changed(theme);
  };
  const observer = new MutationObserver(apply);
  const options = {
    attributes: true,
    attributeFilter: ["data-theme", "data-jp-theme-light", "class"],
  };
  observer.observe(document.documentElement, options);
  observer.observe(document.body, options);
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", apply);
  apply();
  return () => {
    observer.disconnect();
    system.removeEventListener("change", apply);
  };
}
