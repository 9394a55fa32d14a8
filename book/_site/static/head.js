// Before anything is painted.

// Where a browser stores nothing (a frame in another site, a private window, a full disk), a
// script that stores would stop: it gets a store that forgets.
for (const name of ["localStorage", "sessionStorage"]) {
  let stored = {};
  try {
    stored = window[name];
    stored.setItem("is there room?", "x".repeat(1000));
    stored.removeItem("is there room?");
  } catch {
    const kept = new Map(Object.entries(stored));
    const value = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => kept.set(key, String(text)),
      removeItem: (key) => kept.delete(key),
    };
    Object.defineProperty(window, name, { value });
  }
}

// Light or dark: what the reader chose, or else what the system says. The style hangs on it.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = (mode) => {
  const look = document.documentElement.dataset;
  look.mode = ["light", "dark"].includes(mode) ? mode : "auto";
  look.theme = look.mode !== "auto" ? look.mode : dark.matches ? "dark" : "light";
};
paint(localStorage.getItem("mode"));
