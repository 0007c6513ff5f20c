"""Progress lines, on standard error so that standard output carries results only."""

import sys


def say(message: str) -> None:
    """Prints one progress line."""
    print(message, file=sys.stderr, flush=True)
