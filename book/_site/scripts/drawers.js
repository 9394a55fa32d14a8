// On a narrow page the contents are drawers: a button opens one, and Escape, a click beside it
// or a link in it closes it. What is closed is no stop of the Tab key: see book.css.
for (const open of document.querySelectorAll("input.sidebar-toggle")) {
  const which = open.id.includes("primary") ? "primary" : "secondary";
  const button = document.querySelector(`.${which}-toggle`);
  const drawer = document.querySelector(`.bd-sidebar-${which}`);
  if (!button || !drawer) continue;
  const first = drawer.querySelector("a, button");

  const turn = (state) => {
    open.checked = state;
    button.ariaExpanded = state;
    // What is hidden takes no focus, and a drawer that opens is hidden for one frame more.
    if (state) requestAnimationFrame(() => requestAnimationFrame(() => first.focus()));
    else button.focus();
  };
  button.ariaExpanded = false;
  button.addEventListener("click", () => turn(!open.checked));
  open.addEventListener("change", () => turn(open.checked)); // a click beside it
  drawer.addEventListener("click", ({ target }) => {
    if (open.checked && target.closest("a")) open.checked = button.ariaExpanded = false;
  });
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && open.checked) turn(false);
  });
}
