"""The worker's command line."""

import argparse
import os
import sys
from collections.abc import Sequence

from . import NAME, VERSION
from .callable_runtime import host_callable
from .errors import WorkerError
from .files import FileCache
from .frames import BrokenConversationError, Frames
from .hosts import HOSTS
from .service import Service
from .watcher import Watcher

BROKEN_CONVERSATION = 2


def main(arguments: Sequence[str]) -> int:
    """Serve one conversation on standard input and output; return the exit code."""
    parser = argparse.ArgumentParser(
        prog=NAME, description="A worker of Pawl's protocol: measures models in runtimes that Python can load."
    )
    parser.add_argument("--version", metavar="VERSION", help="what the runtime's version must be")
    parser.add_argument("--runtime", metavar="NAME", help=f"{', '.join(sorted(HOSTS))}; with --callable any name")
    parser.add_argument("--callable", metavar="MODULE:FUNCTION", help="serve what this function opens models with")
    parser.add_argument("--about", action="version", version=f"{NAME} {VERSION}", help="say which worker this is")
    chosen = parser.parse_args(arguments)

    # Runtimes print where they like, and nothing but frames may reach the supervisor.
    sink = os.dup(1)
    os.dup2(2, 1)
    watcher = Watcher(0)
    try:
        if chosen.callable is not None:
            hosted = host_callable(chosen.callable, name=chosen.runtime, version=chosen.version)
        elif chosen.runtime in HOSTS:
            hosted = HOSTS[chosen.runtime](chosen.version)
        else:
            parser.error(f"--runtime is one of {', '.join(sorted(HOSTS))}; --callable serves anything else")
        Service(hosted, FileCache.of_user(), watcher).run(Frames(0, sink))
    except WorkerError as error:
        print(f"{NAME}: {error.message}", file=sys.stderr)
        return BROKEN_CONVERSATION
    except (BrokenConversationError, BrokenPipeError) as error:
        print(f"{NAME}: {error}", file=sys.stderr)
        return BROKEN_CONVERSATION
    return 0
