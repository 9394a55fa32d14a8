/**
 * The session of a notebook: Python answers, over the widget's comm. Actions go one at a
 * time; while one is under way only the newest step of a drag is kept.
 *
 * @typedef {{
 *   send: (message: object) => void, get: (trait: string) => any,
 *   set: (trait: string, value: any) => void, save_changes: () => void,
 *   on: (events: string, listener: Function) => void,
 *   off: (events: string, listener: Function) => void
 * }} Model what anywidget hands over; it has more
 */

const ARRAYS = { float64: Float64Array, int32: Int32Array };
const DRAGS = ["move_mean", "set_sigma", "share_sigma", "move_prediction"];

/** Without an answer for so long (the kernel was restarted, say) the next action goes anyway. */
const PATIENCE_MS = 10_000;

/**
 * @param {Model} model of the widget
 * @returns {{subscribe: Function, act: Function, close: Function}}
 */
export function createRemoteSession(model) {
  const listeners = new Set();
  const waiting = [];
  let underWay = null; // {id, since} of the action that Python is answering
  let ids = 0;
  let frame = null;
  let points = null; // {X, X_version}: sent only when they change
  let tried = null; // the starts that were tried, with their curves: likewise

  const send = () => {
    if (!waiting.length) return;
    if (underWay && performance.now() - underWay.since < PATIENCE_MS) return;
    underWay = { id: ++ids, since: performance.now() };
    model.send({ act: waiting.shift(), id: underWay.id });
  };

  const queue = (action) => {
    const last = waiting.at(-1);
    if (last && sameDrag(last, action)) waiting.pop();
    waiting.push(action);
    send();
  };

  const publish = (changes) => {
    frame = Object.freeze({ ...frame, ...changes });
    for (const listener of [...listeners]) listener(frame);
  };

  const onMessage = (message, buffers) => {
    if (!message.frame) return;
    if (message.id === underWay?.id) underWay = null;
    const received = decoded(message, buffers[0]);
    if (received.X) points = { X: received.X, X_version: received.X_version };
    if (received.trials?.traces) tried = received.trials;
    const trials = received.trials && { ...received.trials, traces: tried?.traces };
    // What we never saw: another view asked for it, or messages were lost.
    const unseen = trials && tried?.version !== trials.version;
    if (points?.X_version !== received.X_version || unseen) queue({ name: "hello" });
    else publish({ ...received, ...points, trials });
    send();
  };

  /** The traits may come before the frame with the point that they mean. */
  const onSelected = () => {
    if (!frame) return;
    const upTo = (length, index) => (index != null && index < length ? index : null);
    publish({
      version: frame.version + 1,
      selected: {
        point: upTo(frame.N, model.get("selected_point")),
        component: upTo(frame.K, model.get("selected_component")),
      },
    });
  };

  const SELECTED = "change:selected_point change:selected_component";
  model.on("msg:custom", onMessage);
  model.on(SELECTED, onSelected);
  queue({ name: "hello" });

  return {
    act(action) {
      if (action.name !== "select") return queue(action);
      model.set("selected_point", action.point ?? null);
      model.set("selected_component", action.component ?? null);
      model.save_changes();
    },
    subscribe(listener) {
      listeners.add(listener);
      if (frame) listener(frame);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      waiting.length = 0;
      model.off("msg:custom", onMessage);
      model.off(SELECTED, onSelected);
    },
  };
}

const sameDrag = (a, b) =>
  DRAGS.includes(a.name) && a.name === b.name && a.j === b.j && a.gesture === b.gesture;

/** The frame of a message, its arrays put back where they belong. */
function decoded({ frame, arrays }, buffer) {
  const whole = { ...frame, matrices: {} };
  let offset = buffer.byteOffset ?? 0;
  let source = buffer.buffer ?? buffer;
  if (offset % 8) {
    source = source.slice(offset, offset + buffer.byteLength);
    offset = 0;
  }
  for (const [path, type, shape] of arrays) {
    const length = shape.reduce((product, n) => product * n, 1);
    const data = new ARRAYS[type](source, offset, length);
    offset += data.byteLength;
    const [name, part] = path.split(".");
    if (name === "beside") whole.beside[part] = data;
    else if (part) whole.matrices[part] = { data, shape };
    else whole[name] = data;
  }
  return whole;
}
