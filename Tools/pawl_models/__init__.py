"""Prepares the models, model variants and golden sets that Pawl's suites measure."""
