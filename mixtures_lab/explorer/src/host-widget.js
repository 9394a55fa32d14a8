/** The picture in a notebook: anywidget gives the model, Python answers. */

import { mount } from "./explorer.js";
import { createRemoteSession } from "./remote.js";
import { addStyles } from "./styles.js";

export default {
  render({ model, el }) {
    addStyles();
    const root = document.createElement("div");
    el.append(root);
    return mount(root, createRemoteSession(model));
  },
};
