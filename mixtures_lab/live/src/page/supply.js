/** The second script, which lies beside the first: a classic one, so that it loads from file://. */

const NOT_LOADED =
  "What is needed for this could not be loaded. Check the connection, and press the button again.";

/** @param {string} first the address of the first script */
export function scriptSupply(first) {
  const address = new URL("live-more.js", first);
  address.search = SOURCES.slice(0, 8); // that of an older build would not fit
  let coming = null;

  const fetched = () =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const failed = () => {
        coming = null; // who asks next tries again
        script.remove();
        reject(new Error(NOT_LOADED));
      };
      let here = false;
      window.mixturesLabLive = {
        arrived(parts) {
          here = true;
          resolve(parts);
        },
      };
      // What is not ours comes too, such as a page that asks for a password.
      script.addEventListener("load", () => here || failed());
      script.addEventListener("error", failed);
      script.src = address.href;
      document.head.append(script);
    });

  return { load: () => (coming ??= fetched()) };
}
