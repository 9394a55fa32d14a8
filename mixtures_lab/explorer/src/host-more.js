/** The second script of a page: what few use. The first one, host-page.js, fetches it. */

import "./datasets-data.js"; // first: its digits are compressed best where no code is among them
import * as beside from "./beside.js";
import * as datasets from "./datasets.js";
import * as parts from "./more/parts.js";
import * as sharing from "./sharing.js";
import * as starts from "./starts.js";
import * as trials from "./trials.js";

// In a notebook Python has these: they are parts of the page alone.
window.mixturesLabExplorer?.arrived({ ...parts, beside, datasets, sharing, starts, trials });
