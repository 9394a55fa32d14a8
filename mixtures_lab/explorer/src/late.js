/** What comes when a frame first has something for it, and is then given every frame. */

/**
 * @param {object} options
 * @param {(name: string, use: (part: any) => void) => void} options.ask for a part of more/parts.js
 * @param {{add: (layer: object) => void}} options.plane
 * @param {HTMLElement} options.column where panels are put
 * @param {() => object} options.tools what every part of the view is made with
 * @param {() => void} options.later draws the frame once more
 */
export function createLate({ ask, plane, column, tools, later }) {
  const known = {};
  const askedFor = {};
  let frame = null;

  /** Asked for once a frame: what could not be fetched is asked for again by the next click. */
  function once(name, add) {
    if (name in known || askedFor[name] === frame) return;
    askedFor[name] = frame;
    ask(name, (part) => {
      if (name in known) return; // asked for twice while it came
      known[name] = add(part);
      later();
    });
  }

  function addTried({ createTried }) {
    const tried = createTried(tools());
    column.append(tried.element);
    tried.update(frame);
    return tried;
  }

  return {
    update(next) {
      frame = next;
      if (frame.prediction) once("predict", (part) => plane.add(part.createPredict(tools())));
      if (frame.trials) once("tried", addTried);
      known.tried?.update(frame);
    },
  };
}
