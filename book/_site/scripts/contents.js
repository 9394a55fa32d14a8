// The contents of the page say where one is, and the book's contents show this page's line.
const links = [...document.querySelectorAll(".bd-toc-nav a[href^='#']")];
const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
let here = null;

const follow = () => {
  document.body.classList.toggle("scrolled", scrollY > 0);
  const passed = sections.filter((section) => section?.getBoundingClientRect().top < innerHeight / 3);
  const link = links[sections.indexOf(passed.at(-1))] ?? null;
  if (link === here) return;
  here = link;
  for (const other of links) {
    const active = other === link;
    other.classList.toggle("active", active);
    other.parentElement.classList.toggle("active", active || other.parentElement.contains(link));
    if (active) other.ariaCurrent = "true";
    else other.removeAttribute("aria-current");
  }
};

let waits = false;
const soon = () => {
  if (waits) return;
  waits = true;
  requestAnimationFrame(() => {
    waits = false;
    follow();
  });
};
addEventListener("scroll", soon, { passive: true });
addEventListener("resize", soon);
soon();

// Where the book's contents are longer than the window, their place is kept from page to page,
// unless this page's line would be out of sight.
const sidebar = document.querySelector(".bd-sidebar-primary");
const kept = "sidebar-scroll-top";
sidebar.scrollTop = Number(sessionStorage.getItem(kept));
const current = sidebar.querySelector("li.active");
if (current) {
  const line = current.getBoundingClientRect();
  const window = sidebar.getBoundingClientRect();
  if (line.top < window.top || line.bottom > window.bottom) {
    sidebar.scrollTop += line.top - window.top - window.height / 4;
  }
}
addEventListener("pagehide", () => sessionStorage.setItem(kept, sidebar.scrollTop));
