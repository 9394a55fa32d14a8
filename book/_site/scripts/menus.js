// A menu closes on Escape, and when something else is chosen. The button that prints, prints.
const menus = document.querySelectorAll("details.menu");
for (const menu of menus) {
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
addEventListener("click", ({ target }) => {
  for (const menu of menus) if (!menu.contains(target) || target.closest("li")) menu.open = false;
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
