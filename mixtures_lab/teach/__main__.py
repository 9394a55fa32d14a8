"""What `make assignments` and `make grade` call."""

import argparse
import sys
from pathlib import Path

from .sources import SetError


def main():
    # A name may have letters that the terminal, or the file that this is sent to, does not have.
    sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="python -m mixtures_lab.teach", description=__doc__)
    parser.add_argument("--sources", type=Path, default=Path("book/assignments"))
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("assignments", help="students' versions, zipped, one per set")
    make.add_argument("--to", type=Path, default=Path("dist/assignments"))
    work = commands.add_parser("grade", help="grade a folder, or a zip, of submissions")
    work.add_argument("submissions", type=Path)
    work.add_argument("--course", type=Path, default=Path("course"))
    work.add_argument("--set", help="the set, by name or number, where it cannot be told")
    work.add_argument("--book", default="", help="the address of the book's site, for links to it")
    work.add_argument(
        "--unlocked",
        action="store_true",
        help="grade also where the kernel cannot hold what the submissions do",
    )
    arguments = parser.parse_args()
    try:
        if arguments.command == "assignments":
            from .release import make_assignments

            written = make_assignments(arguments.sources, arguments.to)
        else:
            from .batch import grade_folder

            if not arguments.submissions.exists():
                raise SetError(f"{arguments.submissions} is not there")
            written = grade_folder(
                arguments.submissions,
                arguments.sources,
                arguments.course,
                arguments.set,
                book=arguments.book,
                unlocked=arguments.unlocked,
            )
            written.append(arguments.course.resolve() / "feedback")
    except SetError as error:
        sys.exit(f"teach: {error}")
    except KeyboardInterrupt:
        sys.exit("teach: stopped; what was graded is kept, and the same command goes on from there")
    for path in written:
        print(path)


if __name__ == "__main__":
    main()
