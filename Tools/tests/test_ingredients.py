from pathlib import Path

import pytest

from pawl_models.ingredients import ingredients, recipe_digest, sources
from pawl_models.locations import Locations
from pawl_models.recipes import REGISTRY


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A package with one recipe, modules that it uses, and one that it does not."""
    files = {
        "pawl_models/__init__.py": "",
        "pawl_models/direct.py": "import pawl_models.indirect",
        "pawl_models/indirect.py": "from pawl_models import direct  # in a circle",
        "pawl_models/late.py": "",
        "pawl_models/unused.py": "",
        "pawl_models/recipes/tiny/__init__.py": "",
        "pawl_models/recipes/tiny/recipe.py": "from pawl_models.direct import a\ndef f():\n    import pawl_models.late",
        "pawl_models/recipes/tiny/sources.lock.json": "{}",
        "pawl_models/recipes/other/recipe.py": "",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_ingredients_are_the_folder_and_what_it_imports(tools: Path) -> None:
    found = {str(path.relative_to(tools)) for path in sources(tools, tools / "pawl_models/recipes/tiny")}
    assert found == {
        "pawl_models/__init__.py",
        "pawl_models/direct.py",
        "pawl_models/indirect.py",
        "pawl_models/late.py",
        "pawl_models/recipes/tiny/__init__.py",
        "pawl_models/recipes/tiny/recipe.py",
        "pawl_models/recipes/tiny/sources.lock.json",
    }


@pytest.mark.parametrize("name", REGISTRY)
def test_real_recipes_depend_on_what_makes_their_files_and_on_no_other_recipe(name: str, tmp_path: Path) -> None:
    found = {file for file, _ in ingredients(name, "none", Locations(tmp_path, tmp_path))}
    assert {f"pawl_models/recipes/{name}/recipe.py", "pawl_models/golden_set.py", "requirements.lock"} <= found
    assert "pawl_models/evaluation.py" not in found
    assert "pawl_models/command_line.py" not in found
    others = {other for other in REGISTRY if other != name}
    assert not [file for file in found for other in others if f"/{other}/" in file]


def test_digest_changes_with_the_golden_set(tmp_path: Path) -> None:
    locations = Locations(tmp_path, tmp_path)
    before = recipe_digest("stack", "tinies", locations)
    locations.golden_set("tinies").mkdir(parents=True)
    (locations.golden_set("tinies") / "golden.yaml").write_text("golden: 1")
    assert recipe_digest("stack", "tinies", locations) != before
    assert recipe_digest("filetype", "tinies", locations) != recipe_digest("stack", "tinies", locations)
