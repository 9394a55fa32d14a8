/** The bar at the foot of the window: how much of Python is there, and what is to be said once. */

import * as words from "./words.js";

/** How long a sentence stays, in ms. */
const STAYS = 8000;

export function createBar() {
  const bar = document.createElement("div");
  bar.className = "live-bar";
  bar.hidden = true;
  const text = document.createElement("p");
  const progress = document.createElement("progress");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "live-button";
  close.textContent = "Close";
  close.addEventListener("click", () => {
      bar.hidden = true;
    });
  bar.append(text, progress, close);
  // What is told, seen or not, stands in a place of its own, which is there from the beginning.
  const told = document.createElement("p");
  told.className = "live-told";
  told.setAttribute("role", "status");
  document.body.append(bar, told);
  let timer = 0;
  let part = "";

  const show = (sentence) => {
    clearTimeout(timer);
    text.textContent = sentence;
    bar.hidden = false;
  };

  return {
    loading(news) {
      show(words.loading(news));
      progress.hidden = false;
      close.hidden = true;
      progress.max = news.total || 1;
      progress.value = news.done;
      progress.setAttribute("aria-label", "of Python");
      if (news.part !== part) told.textContent = words.loading(news);
      part = news.part;
    },
    /** A sentence that is seen for a while, and heard. */
    say(sentence, stays = STAYS) {
      show(sentence);
      progress.hidden = true;
      close.hidden = false;
      told.textContent = sentence;
      timer = setTimeout(() => {
      bar.hidden = true;
    }, stays);
    },
    /** A sentence that is heard alone, because it can be seen already. */
    tell(sentence) {
      told.textContent = sentence;
    },
    /** What was fetched is there. */
    loaded() {
      if (!progress.hidden) bar.hidden = true;
      progress.hidden = true;
    },
  };
}
