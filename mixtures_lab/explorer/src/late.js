/** What comes when a frame first has something for it, and is then given every frame. */

/**
 * @param {object} options
 * @param {(name: string, use: (part: any) => void, quietly?: boolean) => void} options.ask for a part of more/parts.js
 * @param {{element: HTMLElement, add: (layer: object) => void, addTrail: (trail: object) => void}} options.plane
 * @param {{left: HTMLElement, right: HTMLElement, doing: HTMLElement}} options.places where
 *   panels are put
 * @param {() => object} options.tools what every part of the view is made with
 * @param {() => void} options.later draws the frame once more
 * @param {() => void} options.resize asks for other sizes of the planes
 */
export function createLate({ ask, plane, places, tools, later, resize }) {
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
      compare();
      later();
    });
  }

  function addTrail({ createTrail }) {
    plane.addTrail(createTrail());
    later();
  }

  function addTried({ createTried }) {
    const tried = createTried(tools());
    places.left.append(tried.element);
    tried.update(frame);
    return tried;
  }

  function addSides({ createSides }) {
    const sides = createSides(tools());
    plane.add(sides.layer);
    sides.update(frame);
    return sides;
  }

  let split = false;
  let comparing = false;

  /** Two planes need other sizes than one. */
  function compare() {
    if (!known.sides || comparing === Boolean(frame.beside)) return;
    comparing = Boolean(frame.beside);
    if (comparing) known.sides.place(split, { ...places, plane: plane.element });
    resize();
  }

  return {
    comparing: () => comparing,

    /** Whether there are two columns. */
    place(columns) {
      split = columns;
      known.sides?.place(split, { ...places, plane: plane.element });
    },

    close: () => known.sides?.close(),

    update(next) {
      frame = next;
      if (frame.iteration > 0 && !("trail" in known)) {
        known.trail = null;
        // A step is a step without it too: nobody hears if it cannot come.
        ask("trail", addTrail, true);
      }
      if (frame.beside) once("sides", addSides);
      if (frame.prediction) once("predict", (part) => plane.add(part.createPredict(tools())));
      if (frame.trials) once("tried", addTried);
      known.tried?.update(frame);
      known.sides?.update(frame);
      compare();
    },
  };
}
