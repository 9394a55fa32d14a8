/** The second script of a page: what few use. The first one, host-page.js, fetches it. */

import "./datasets-data.js"; // first: its digits are compressed best where no code is among them
import * as datasets from "./datasets.js";
import * as parts from "./more/parts.js";

// In a notebook Python has the data sets: they are a part of the page alone.
window.mixturesLabExplorer?.arrived({ ...parts, datasets });
