"""Exports models that Pawl's suites measure to ExecuTorch's format, `.pte`.

It needs a gigabyte of packages that nothing else does, so it has an environment of its own: see Tools/README.md.
"""
