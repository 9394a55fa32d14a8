"""Options of the whole test run."""


def pytest_addoption(parser):
    parser.addoption(
        "--no-browser",
        action="store_true",
        help="leave out the tests that need a browser, and say so",
    )
