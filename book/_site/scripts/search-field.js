// The search field comes over the page: by a button, or Ctrl+K (⌘K). On the page of the search
// it stands in the text already.
const over = document.querySelector(".search-button__wrapper");
const inText = document.querySelector("article ~ form.bd-search input, .bd-search-container input");
const field = inText ?? over.querySelector("input");
const isMac = /^(Mac|iPhone|iPad)/.test(navigator.platform);
let before = null;

const show = () => {
  if (!inText && !over.classList.contains("show")) {
    before = document.activeElement;
    over.classList.add("show");
  }
  field.focus();
  field.select();
};
const hide = () => {
  over.classList.remove("show");
  before?.focus();
};

for (const button of document.querySelectorAll(".search-button__button")) {
  button.addEventListener("click", show);
}
over.querySelector(".search-button__overlay").addEventListener("click", hide);
// Before the drawers hear of it: Escape closes one thing at a time.
addEventListener(
  "keydown",
  (event) => {
    if (event.key.toLowerCase() === "k" && (isMac ? event.metaKey : event.ctrlKey)) {
      event.preventDefault();
      if (document.activeElement === field && !inText) hide();
      else show();
    } else if (over.classList.contains("show")) {
      if (event.key === "Escape") {
        event.stopImmediatePropagation();
        hide();
      } else if (event.key === "Tab") event.preventDefault(); // the field is all there is
    }
  },
  true,
);
if (isMac) {
  for (const key of document.querySelectorAll(".kbd-shortcut__modifier")) key.textContent = "⌘";
}
if (inText) show();
