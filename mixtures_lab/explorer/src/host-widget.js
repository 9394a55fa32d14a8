/** The picture in a notebook: anywidget gives the model, Python answers. */

import { mount } from "./explorer.js";
import { createRemoteSession } from "./remote.js";
import { addStyles } from "./styles.js";

export default {
  render({ model, el }) {
    addStyles();
    const root = document.createElement("div");
    // Arrow keys, Space and Delete are the picture's while it has the focus, not JupyterLab's.
    root.setAttribute("data-lm-suppress-shortcuts", "true");
    // Else a digit typed into a field makes the notebook's cell a heading, and x cuts it.
    root.dataset.lmSuppressShortcuts = "true";
    el.append(root);
    return mount(root, createRemoteSession(model));
  },
};
