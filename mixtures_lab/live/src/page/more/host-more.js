/** The second script of a page: the first, host-first.js, fetches it at the first click. */

import { createPage } from "./page.js";

window.mixturesLabLive?.arrived({ createPage });
