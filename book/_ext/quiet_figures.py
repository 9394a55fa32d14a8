"""What matplotlib has to say is said before the chapters run, because there it fails no cell.

It prints a notice when its folder in the home cannot be written to, and when its first list of
the fonts takes long. A cell that prints to stderr fails the build. Looked for here, folder and
list are there once and for all: the chapters' kernels inherit this process's environment.
"""


def _settle_folder_and_fonts(app, config):
    import matplotlib.font_manager

    matplotlib.get_cachedir()


def setup(app):
    app.connect("config-inited", _settle_folder_and_fonts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
