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
  let frame = null;

  function once(name, add) {
    if (name in known) return;
    known[name] = null;
    ask(name, (part) => {
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
