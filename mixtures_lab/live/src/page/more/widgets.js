/**
 * Living pictures whose other half is Python in the worker. To the picture's JavaScript each looks
 * like anywidget's model, as in Jupyter; what it sends goes over `postMessage`.
 */

/**
 * @param {ReturnType<typeof import("./python.js").createPython>} python
 * @param {string} parts where explorer-widget.mjs lies
 */
export function createWidgets(python, parts) {
  const models = new Map();
  let view = null;

  python.onWidget(({ model, content, buffers }) => models.get(model)?.receive(content, buffers));

  return {
    /** Draw a picture into `el`; the function that is returned takes it away. */
    show({ model: id, state }, el) {
      const model = createModel(state, (content) => python.widget(id, content));
      models.set(id, model);
      let takeAway = () => {};
      view ??= import(new URL("explorer-widget.mjs", parts).href);
      view.then(
        ({ default: widget }) => {
          if (models.get(id) === model) takeAway = widget.render({ model, el }) ?? takeAway;
        },
        () => {
          view = null;
          el.textContent = "The picture could not be loaded. Check the connection, and run again.";
        },
      );
      return () => {
        models.delete(id);
        python.widget(id, { method: "close" });
        takeAway();
      };
    },
  };
}

/** What the picture's JavaScript knows of a widget. */
function createModel(first, send) {
  const state = { ...first };
  const listeners = new Map(); // by the name of an event
  let changed = {};

  const emit = (event, ...values) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(...values);
  };
  const each = (events, use) => {
    for (const event of events.split(" ")) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      use(listeners.get(event));
    }
  };
  const model = {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      changed[name] = value;
      emit(`change:${name}`, model, value);
    },
    save_changes() {
      if (Object.keys(changed).length) send({ method: "update", state: changed });
      changed = {};
    },
    send: (content) => send({ method: "custom", content }),
    on: (events, listener) => each(events, (set) => set.add(listener)),
    off: (events, listener) => each(events, (set) => set.delete(listener)),
    /** What Python sends, as over a comm. */
    receive(content, buffers = []) {
      if (content.method === "custom") return emit("msg:custom", content.content, views(buffers));
      for (const [name, value] of Object.entries(content.state ?? {})) {
        if (state[name] === value) continue;
        state[name] = value;
        emit(`change:${name}`, model, value);
      }
    },
  };
  return model;
}

/** Jupyter hands over DataViews. */
const views = (buffers) =>
  buffers.map((buffer) =>
    ArrayBuffer.isView(buffer)
      ? new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
      : new DataView(buffer),
  );
