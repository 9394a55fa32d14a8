/**
 * What the reader wrote, by cell, in the browser's storage; an edit is kept until it is reset.
 * Another tab with the same page writes to the same place.
 *
 * @param {string} key
 * @param {{forgets: () => void}} on `forgets` is called once if nothing outlives the page
 */
export function createStore(key, { forgets }) {
  let kept = read();
  let warned = false;

  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? "{}");
      return found && typeof found === "object" ? found : {};
    } catch {
      return {};
    }
  }

  function write() {
    const text = JSON.stringify(kept);
    try {
      if (Object.keys(kept).length) localStorage.setItem(key, text);
      else localStorage.removeItem(key);
    } catch {
      return warn();
    }
    // Where storing is refused, the page has put a store that forgets in its place (layout.html).
    if (!(localStorage instanceof Storage)) warn();
  }

  function warn() {
    if (warned) return;
    warned = true;
    forgets();
  }

  return {
    ids: () => Object.keys(kept),
    /** @returns {string | undefined} */
    get: (id) => kept[id],
    set(id, text) {
      kept = { ...read(), [id]: text };
      write();
    },
    forget(id) {
      kept = read();
      delete kept[id];
      write();
    },
    /** Call `changed` with the ids that another tab has changed. */
    onOther(changed) {
      addEventListener("storage", (event) => {
        if (event.key !== key && event.key !== null) return;
        const before = kept;
        kept = read();
        const ids = [...Object.keys(before), ...Object.keys(kept)];
        const other = new Set(ids.filter((id) => before[id] !== kept[id]));
        if (other.size) changed(other);
      });
    },
  };
}
