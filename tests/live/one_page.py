"""A page with Python on it."""

import itertools

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Python</title>
<script src="page.js"></script>"""

#: A page that keeps all that the worker says, and waits for a message of some kind.
SCRIPT = """
const heard = [];
let waiting = [];
const worker = new Worker("live/live-worker.mjs", {type: "module"});
worker.onmessage = ({data}) => {
  heard.push({...data, buffers: data.buffers?.length});
  waiting = waiting.filter((waits) => !waits(data));
};
worker.onerror = (event) => heard.push({type: "onerror", message: event.message});
const until = (test) => new Promise((done) => waiting.push((m) => test(m) && (done(m), true)));
const post = (message) => worker.postMessage(message);
const late = (ms) => new Promise((_, no) => setTimeout(() => no(Error("no answer")), ms));
const start = () => post({type: "start", base: new URL("live/", location.href).href});
async function run(run, cells, patience, limit) {
  const stop = URL.createObjectURL(new Blob(["go on"]));
  const end = until((m) => m.type === "failed" || (m.type === "end" && m.run === run));
  const first = heard.length;
  post({type: "run", run, cells, stop});
  if (patience !== null) setTimeout(() => URL.revokeObjectURL(stop), patience);
  await Promise.race([end, late(1000 * limit)]);
  URL.revokeObjectURL(stop);
  return heard.slice(first);
}
"""

#: What the site would allow at the strictest.
POLICY = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' blob:"


def write(folder):
    """The page, whose worker is to lie in `folder`/live."""
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "page.js").write_text(SCRIPT, encoding="utf-8")


class Page:
    """A page and its worker."""

    def __init__(self, browser, address, routes=None):
        self._runs = itertools.count()
        self.page = browser.new_page()
        for pattern, answer in (routes or {}).items():
            self.page.context.route(pattern, answer)
        self.page.set_default_timeout(60_000)
        self.asked = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)

    def started(self):
        """Starts Python, and all messages until it is ready or has failed."""
        ends = "until((m) => m.type === 'ready' || m.type === 'failed')"
        self.page.evaluate(f"() => {{ const end = {ends}; start(); return end; }}")
        return self.heard()

    def heard(self):
        return self.page.evaluate("heard")

    def run(self, *codes, patience=None, limit=30):
        """Run cells, called 0, 1, …; the messages of that run.

        `patience` is how many ms it takes until Stop, `limit` how many seconds all of it may.
        """
        cells = [{"id": str(i), "code": code} for i, code in enumerate(codes)]
        messages = self.page.evaluate(
            "(args) => run(...args)", [next(self._runs), cells, patience, limit]
        )
        assert messages[-1]["type"] == "end", messages[-1]
        return messages

    def outputs(self, *codes, **options):
        """What the cells show."""
        messages = self.run(*codes, **options)
        return [message["output"] for message in messages if message["type"] == "output"]
