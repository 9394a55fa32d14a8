/** The picture in a notebook: anywidget gives the model, Python answers. */

import text from "./explorer.css";
import { mount } from "./explorer.js";
import { followInNotebook } from "./links-notebook.js";
import * as parts from "./more/parts.js";
import { createRemoteSession } from "./remote.js";
import { addStyles } from "./styles.js";

export default {
  render({ model, el }) {
    addStyles(text);
    const root = document.createElement("div");
    // Keys pressed in the picture are not the notebook's: else a digit typed into a field
    // makes the cell a heading, x cuts it, and Enter goes to the cell's code.
    root.dataset.lmSuppressShortcuts = "true";
    root.addEventListener("keydown", (event) => event.stopPropagation());
    el.append(root);
    const session = createRemoteSession(model);
    const unmount = mount(root, session, { parts, load: async () => {} });
    const stop = followInNotebook(root, (start) => session.act({ name: "load", start }));
    return () => {
      stop();
      unmount();
    };
  },
};
