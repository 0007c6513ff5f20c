"""The words of the golden set's manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pawl_models.downloads import Artifact
from pawl_models.golden_manifest import Description
from pawl_models.recipes.filetype.selection import CALIBRATION, GOLDEN, Choice


def describe(artifacts: Sequence[Artifact], choices: Sequence[Choice], classes: Sequence[str]) -> Description:
    """Returns the description of a selection."""
    golden = Counter(choice.label for choice in choices if choice.split == GOLDEN)
    calibration = sum(choice.split == CALIBRATION for choice in choices)
    few = sum(count < 5 for count in golden.values())
    archives = ", ".join(artifact.file for artifact in artifacts)
    return Description(
        identifier="filetypes",
        version=1,
        title=f"File types: {golden.total():,} files of {len(golden)} types, as Magika's features",
        source=f"""Test data, examples, documentation and source code inside {len(artifacts)} source archives from
            the Python package index: {archives}. selection.csv names every file with its digest; the files are read
            in memory when the set is built and are not part of the repository.""",
        licence="""Each file keeps the licence of the package it comes from; all are packages under free licences.
            Neither the files nor the features made of them are distributed with Pawl.""",
        labelled="""By the Pygments authors' example folders (one a language), else by the file's name or extension;
            each label then confirmed by a parser (Python, JSON, XML, TOML, YAML, INI, CSV, ONNX), by the format's
            signature, by the part that marks a document inside a container, or by something that such files hold.
            Programming languages without any of these are only known to be text. Files that were not confirmed,
            duplicates, and files too short for the model were left out.""",
        limits=f"""Test files of Python packages are no sample of the files that people have: some are deliberately
            odd or broken, and files of one package resemble each other. A type has at most {max(golden.values())}
            files, {few} types have fewer than five, and {len(classes) - len(golden)} of the model's {len(classes)}
            classes are absent, so accuracy for a single type means little; one file is
            {100 / golden.total():.2f} points of accuracy. Some types overlap (a JavaScript file may be valid
            TypeScript, a CSS file valid SCSS), which costs every variant alike. The {calibration} calibration files
            for quantisation come from the same packages, but none of them is a golden sample.""",
    )
