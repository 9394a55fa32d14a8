/**
 * Play: the view's clock, which asks for one step, waits for its frame, and asks for
 * the next. It stops by itself when a step changes nothing, is refused, or the picture
 * has left the page.
 */

/**
 * @typedef {ReturnType<typeof createClock>} Clock
 *
 * @param {object} options
 * @param {() => void} options.step asks the session for a step
 * @param {() => boolean} options.alive whether the picture is still on the page
 * @param {() => void} options.changed playing began or ended
 */
export function createClock({ step, alive, changed }) {
  let timer = null;
  let playing = false;
  let asked = -1;
  let rate = 3;

  function tick() {
    timer = null;
    if (!alive()) stop();
    else step();
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
    if (!playing) return;
    playing = false;
    changed();
  }

  return {
    playing: () => playing,

    setSpeed(stepsPerSecond) {
      rate = stepsPerSecond;
    },

    toggle() {
      if (playing) return stop();
      playing = true;
      asked = performance.now();
      changed();
      tick();
    },

    stop,

    /** A frame has come: wait out the beat, then ask again. */
    frame({ settled, problem, next }) {
      if (!playing || timer !== null) return;
      if (settled || problem || !next) return stop();
      const now = performance.now();
      const wait = Math.max(0, asked + 1000 / rate - now);
      asked = now + wait;
      timer = setTimeout(tick, wait);
    },
  };
}
