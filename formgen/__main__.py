"""Run formgen from the command line."""

from __future__ import annotations

import sys

from formgen.cli.app import run


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
