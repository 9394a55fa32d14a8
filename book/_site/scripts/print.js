// On paper the page is light (light_print.py). A living picture sets its colours itself, from the
// page's theme: so the page says "light" while it is printed.
const page = document.documentElement;
let theme;

addEventListener("beforeprint", () => {
  theme = page.dataset.theme;
  page.dataset.theme = "light";
});

addEventListener("afterprint", () => {
  page.dataset.theme = theme;
});
