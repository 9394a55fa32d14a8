"""Options of the whole test run, and what it begins with."""

#: The longest first: while one process builds the book, the other grades a class.
FIRST = (
    *("tests/site/test_build.py", "tests/teach/test_batch.py"),
    *("tests/site/", "tests/teach/", "tests/explorer/"),
)


def pytest_collection_modifyitems(items):
    def place(item):
        return next((k for k, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST))

    items.sort(key=place)


def pytest_addoption(parser):
    parser.addoption(
        "--no-browser",
        action="store_true",
        help="leave out the tests that need a browser, and say so",
    )
