"""Runs the command line: ``python -m pawl_executorch``."""

from pawl_executorch.command_line import main

main()
