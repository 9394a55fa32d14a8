/**
 * How a run is ended from outside, without shared memory: while Python computes it looks into
 * its interrupt buffer now and then, and this one answers by asking whether it should stop.
 */

/** What Python finds in the buffer when it shall stop: the number of SIGINT. */
const SIGINT = 2;

/** Between two questions, ms: a question costs about one. */
const PAUSE_MS = 100;

export class Interrupts {
  /** @type {(() => boolean) | null} whether what runs now shall stop */
  shallStop = null;
  asked = 0;
  stopped = false;

  /** What `work` gives, which stops when `shallStop` says so; `stopped` is then true. */
  during(shallStop, work) {
    this.shallStop = shallStop;
    this.asked = performance.now();
    this.stopped = false;
    try {
      return work();
    } finally {
      this.shallStop = null;
    }
  }

  get 0() {
    if (!this.shallStop || performance.now() - this.asked < PAUSE_MS) return 0;
    this.stopped ||= this.shallStop();
    this.asked = performance.now();
    return this.stopped ? SIGINT : 0;
  }

  /** Python has seen it. A loop that catches everything is told again. */
  set 0(_) {}
}

/** Whether the page has revoked the address that it gave with the run. */
export function isRevoked(address) {
  if (!address) return false;
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  try {
    request.send();
    return false;
  } catch {
    return true;
  }
}
