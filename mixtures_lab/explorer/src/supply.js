/**
 * Where the parts come from that load when they are asked for; more/parts.js lists them.
 *
 * @typedef {{parts: Object<string, any>, load: () => Promise<void>}} Supply
 *   `parts`: those that are there, by name; `load` brings the rest, or is rejected
 */

export const NOT_LOADED =
  "This could not be loaded, so nothing was changed. Check the connection, and choose it again.";

/**
 * A supply from a second script beside the first: a classic one, which also loads from file://.
 *
 * @param {string|null} address null where the page has no script to fetch
 * @returns {Supply & {arrived: (parts: object) => void}} the script calls `arrived`
 */
export function scriptSupply(address) {
  const parts = {};
  let coming = null;

  /** @returns {Promise<void>} */
  const fetched = () =>
    new Promise((resolve, reject) => {
      const failed = () => {
        coming = null; // the next one who asks tries again
        script.remove();
        reject(new Error(NOT_LOADED));
      };
      const script = document.createElement("script");
      // What is not ours comes too, such as a page that asks for a password.
      script.addEventListener("load", () => (Object.keys(parts).length ? resolve() : failed()));
      script.addEventListener("error", failed);
      script.src = address;
      document.head.append(script);
    });

  return {
    parts,
    load: () => (coming ??= address ? fetched() : Promise.reject(new Error(NOT_LOADED))),
    arrived: (found) => void Object.assign(parts, found),
  };
}
