// Words that were searched for are marked on the page that was found, by Sphinx's own scripts.
// No other page needs them, so they are fetched only then; the page of the search has them.
const sought = localStorage.getItem("sphinx_highlight_terms") || location.search.includes("highlight=");
if (sought && !window.Search) {
  for (const name of ["documentation_options", "doctools", "sphinx_highlight"]) {
    const script = document.createElement("script");
    script.src = `${document.documentElement.dataset.content_root}_static/${name}.js`;
    script.async = false; // one after the other
    document.head.append(script);
  }
}
