// The button that goes from one look to the next, from the other one than is on screen.
// `paint` and `dark` are in head.js.
const page = document.documentElement;
dark.addEventListener("change", () => paint(page.dataset.mode));

const buttons = document.querySelectorAll(".theme-switch-button");
const name = () => {
  const { mode, theme } = page.dataset;
  const words = mode === "auto" ? `${theme}, as the system says` : mode;
  for (const button of buttons) button.ariaLabel = button.title = `Light or dark: ${words}`;
};
name();

for (const button of buttons) {
  button.addEventListener("click", () => {
    const modes = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    paint(modes[(modes.indexOf(page.dataset.mode) + 1) % 3]);
    localStorage.setItem("mode", page.dataset.mode);
    name();
  });
}
