"""The site holds the pages that its table of contents names, and nothing of a set's source.

Jupyter Book's own `only_build_toc_files` excludes the other pages, which it looks for with a
pattern that the whole path is part of. In a folder called `[2026]` that finds none, and all of
them are built. Here it is the other way about: a page is read because it is named.

The sources of problem sets hold solutions and hidden tests. `_config.yml` excludes them by name;
here a page that offers one as a download, or includes it, stops the build.
"""

from glob import escape
from pathlib import Path

from sphinx.errors import ExtensionError
from sphinx_external_toc.events import remove_suffix

#: The folder of the sources, and in it that of what students get.
SOURCES, RELEASED = Path("book", "assignments"), "release"


def read_what_is_named_alone(app, config):
    named = {*map(escape, _pages(config)), *config.external_site_map.globs()}
    config.include_patterns = [name + end for name in sorted(named) for end in config.source_suffix]


def _pages(config):
    return [remove_suffix(name, config.source_suffix) for name in config.external_site_map]


def stop_without_a_page(app, env, docnames):
    contents = Path(app.config.external_toc_path).name
    missing = [name for name in _pages(app.config) if name not in env.found_docs]
    if missing:
        raise ExtensionError(
            f"{contents} names pages that are not there, or that hold solutions and are never "
            f"built: {', '.join(missing)}"
        )
    if env.found_docs <= {app.config.root_doc}:
        raise ExtensionError(f"{contents} names no chapter")


def stop_before_a_solution(app, env):
    sources = (app.srcdir / SOURCES).resolve()
    for page in sorted(env.found_docs):
        for file in sorted(env.dependencies[page]):
            if _is_a_source((app.srcdir / file).resolve(), sources):
                raise ExtensionError(
                    f"{page} links to {file} or includes it, and a set's source is for the grader "
                    "alone: solutions would be on the site"
                )


def _is_a_source(file, sources):
    return sources in file.parents and sources / RELEASED not in file.parents


def setup(app):
    app.connect("config-inited", read_what_is_named_alone, priority=950)  # once the file is read
    app.connect("env-before-read-docs", stop_without_a_page)
    app.connect("env-check-consistency", stop_before_a_solution)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
