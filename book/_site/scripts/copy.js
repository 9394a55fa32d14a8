// A button that copies, in each box of code. What a prompt shows is copied as it stands.
const icons = {
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  done: "M4 12l5 5L20 6",
};
const icon = (name) =>
  `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[name]}"/></svg>`;

const written = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without https, and not from this computer, there is no clipboard of that kind.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
};

for (const pre of document.querySelectorAll("div.highlight pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copybtn";
  button.ariaLabel = button.title = "Copy";
  button.innerHTML = icon("copy");
  let back;
  button.addEventListener("click", async () => {
    await written(pre.textContent.trimEnd());
    button.innerHTML = icon("done");
    button.ariaLabel = button.title = "Copied";
    button.classList.add("success");
    clearTimeout(back);
    back = setTimeout(() => {
      button.innerHTML = icon("copy");
      button.ariaLabel = button.title = "Copy";
      button.classList.remove("success");
    }, 2000);
  });
  pre.after(button);
}
