/** What the page says, beside what the worker says. */

export const FORGETS =
  "This browser keeps nothing for this page: what you write is gone when you leave it. Download your notebook to keep it.";
export const OTHER_TAB =
  "This page is open in another tab, and was edited there: you see that edit here too.";
export const DOWNLOADED = "Your notebook is in the browser’s downloads.";
export const NOT_DOWNLOADED =
  "The notebook could not be fetched. Check the connection, and press Download again.";
export const FILE =
  "Opened as a file, a page may not start Python. Serve the folder instead: python -m http.server, and open http://localhost:8000.";
export const NO_WORKER =
  "Python did not start: this browser, or this site’s rules, let no page run it, or the connection was lost. What the page was built with stays.";
export const SLOW =
  "Nothing has come for half a minute. The connection may be slow, or gone; Stop gives up.";
export const KILLED =
  "The cell did not stop by itself, so Python was ended, and its names are gone. Run starts it again.";
export const GIVEN_UP = "Python is not fetched any further. Run fetches what is missing.";
export const STOPPED = "Stopped. What the cells have made so far is still there.";

const Title = ({ title }) => title[0].toUpperCase() + title.slice(1);

export const reset = (cell) => `${Title(cell)} is the book’s again.`;

/** Of the cells that ran first. */
export const ranFirst = (count) =>
  count === 1
    ? "One cell above ran first, because this one needs it."
    : `${count} cells above ran first, because this one needs them.`;

export const neededFailed = (failed) =>
  `Not run, because it needs ${failed.title}, which failed: what it says stands there.`;

export const ranAll = (count, at, state) =>
  state === "done" ? `All ${count} cells have run.` : `${ENDS[state](at)} Those below did not run.`;

export const ENDS = {
  done: (cell) => `${Title(cell)} has run.`,
  error: (cell) => `${Title(cell)} failed.`,
  stopped: (cell) => `${Title(cell)} was stopped.`,
};

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export const loading = ({ part, done, total }) =>
  `Fetching ${part}: ${megabytes(done)} of ${megabytes(total)} MB`;

export const ready = ({ python, numpy }) => `Python ${python} with NumPy ${numpy} is here.`;
