"""Runs the command line: ``python -m pawl_models``."""

import sys

from pawl_models.command_line import main

sys.exit(main())
