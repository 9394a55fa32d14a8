/**
 * Links to a start: `#name?K=2&mu=…` loads it into a picture of this page. `name` is the id
 * of an element: the picture in it, or else the first one after it; or `explorer-2`, the
 * second of the page. starts.js says what may follow.
 */

/** A page that was opened has its height by then. */
const SETTLING_MS = 3000;

export const PICTURES = "[data-explorer]";

/** Where a link of this page goes, or null if it names no start. */
export function partsOf(hash) {
  const at = hash.indexOf("?");
  if (!hash.startsWith("#") || at < 0) return null;
  return { name: decoded(hash.slice(1, at)), start: decoded(hash.slice(at + 1)) };
}

/** A stray % is no reason to give up: what is meant is then said to be nonsense, or is not. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The picture that a link names, or null.
 *
 * @param {string} name
 * @param {ParentNode} [within] @param {Element|null} [place] the element of that name
 * @returns {HTMLElement|null}
 */
export function pictureOf(name, within = document, place = document.getElementById(name)) {
  const all = /** @type {HTMLElement[]} */ ([...within.querySelectorAll(PICTURES)]);
  const number = /^explorer-(\d+)$/.exec(name);
  if (!place) return number ? (all[Number(number[1]) - 1] ?? null) : null;
  const after = (block) =>
    place.contains(block) ||
    place.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING;
  return all.find(after) ?? null;
}

/** What a link calls this picture: the nearest section whose first picture it is. */
export function nameOf(block) {
  for (let place = block; place; place = place.parentElement) {
    if (place.id && pictureOf(place.id) === block) return place.id;
  }
  return `explorer-${[...document.querySelectorAll(PICTURES)].indexOf(block) + 1}`;
}

/** The address of a start in a picture of this page. */
export const addressOf = (block, start) =>
  `${location.href.split("#")[0]}#${encodeURIComponent(nameOf(block))}?${start}`;

/** While a page loads, what stands above may still grow: until the reader moves, scroll again. */
function keepInPlace(block) {
  const observer = new ResizeObserver(() => block.scrollIntoView({ block: "start" }));
  const stop = () => observer.disconnect();
  observer.observe(document.body);
  setTimeout(stop, SETTLING_MS);
  for (const moves of ["wheel", "pointerdown", "keydown", "touchstart"])
    window.addEventListener(moves, stop, { once: true, passive: true });
}

/**
 * Follow the link that the page was opened with, and those that are clicked.
 *
 * @param {(block: HTMLElement, start: string) => void} load
 */
export function followLinks(load) {
  /** @param {ScrollLogicalPosition} [edge] the reader of a link stands near its picture, as a rule */
  const follow = (edge = "nearest") => {
    const parts = partsOf(location.hash);
    const block = parts && pictureOf(parts.name);
    if (!block) return;
    load(block, parts.start);
    const whole = block.offsetHeight < window.innerHeight;
    block.scrollIntoView({ block: whole ? edge : "start" });
    if (edge === "start") keepInPlace(block);
  };
  window.addEventListener("hashchange", () => follow());
  // The same link a second time changes no address, but is meant all the same.
  document.addEventListener("click", (event) => {
    const { target, defaultPrevented, button, ctrlKey, metaKey, shiftKey } = event;
    const link = /** @type {Element} */ (target).closest?.("a[href*='?']");
    if (defaultPrevented || button || ctrlKey || metaKey || shiftKey || !link) return;
    const { href, hash } = /** @type {HTMLAnchorElement} */ (link);
    if (href === location.href && partsOf(hash)) follow();
  });
  follow("start");
}
