from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pawl_models import builds
from pawl_models.errors import ToolError
from pawl_models.recipe import Recipe, Workplace
from pawl_models.recipes import Entry


@dataclass(frozen=True)
class ScriptedEntry(Entry):
    """A model whose recipe writes one small file and counts how often it ran."""

    runs: list[str] = field(default_factory=list)

    def load(self) -> Recipe:
        def build(workplace: Workplace) -> list[Path]:
            self.runs.append(self.name)
            path = workplace.locations.model(self.name) / "fp32.onnx"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"weights")
            return [path]

        return Recipe(build=build, variants=["fp32"], select=lambda _: None)


@pytest.fixture
def entry(workplace: Workplace) -> ScriptedEntry:
    golden = workplace.locations.golden_set("tinies")
    golden.mkdir(parents=True)
    (golden / "selection.csv").write_text("one")
    return ScriptedEntry("tiny", "a model", golden_set="tinies")


def test_second_build_does_nothing(entry: ScriptedEntry, workplace: Workplace) -> None:
    builds.build(entry, workplace)
    builds.build(entry, workplace)
    assert entry.runs == ["tiny"]
    builds.verify(entry, workplace.locations)


def output(workplace: Workplace) -> Path:
    return workplace.locations.model("tiny") / "fp32.onnx"


DAMAGES: dict[str, tuple[Callable[[Workplace], object], str]] = {
    "changed output": (lambda place: output(place).write_bytes(b"weightz"), "is not what was built"),
    "missing output": (lambda place: output(place).unlink(), "is missing"),
    "damaged record": (lambda place: output(place).with_name("built.json").write_text("{}"), "is damaged"),
    "missing record": (lambda place: output(place).with_name("built.json").unlink(), "is not built"),
    "another selection": (
        lambda place: (place.locations.golden_set("tinies") / "selection.csv").write_text("two"),
        "another version of its recipe",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_no_longer_stands_is_found_and_built_again(
    entry: ScriptedEntry, workplace: Workplace, damage: str
) -> None:
    inflict, finding = DAMAGES[damage]
    builds.build(entry, workplace)
    inflict(workplace)
    with pytest.raises(ToolError, match=finding) as caught:
        builds.verify(entry, workplace.locations)
    assert caught.value.hint == "run: python -m pawl_models build tiny"
    builds.build(entry, workplace)
    assert entry.runs == ["tiny", "tiny"]
    builds.verify(entry, workplace.locations)


def test_failed_build_leaves_no_record(entry: ScriptedEntry, workplace: Workplace) -> None:
    class Failing(ScriptedEntry):
        def load(self) -> Recipe:
            def build(_: Workplace) -> list[Path]:
                raise ToolError("no")

            return Recipe(build=build, variants=["fp32"], select=lambda _: None)

    with pytest.raises(ToolError, match="no"):
        builds.build(Failing("tiny", "a model", golden_set="tinies"), workplace)
    assert builds.faults(entry, workplace.locations) == ["tiny is not built"]
