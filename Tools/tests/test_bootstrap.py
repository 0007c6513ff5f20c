"""scripts/bootstrap with stand-ins for the system's commands, on a copy of the repository's skeleton."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import REPOSITORY

EVERYTHING = {"libsqlite3-dev", "libyaml-dev", "libssl-dev", "gnuplot-nox", "fonts-dejavu-core", "libboost-math-dev"}
FOR_TESTS = {"chromium", "libxml2-utils"}
BORROWED = ("bash", "cat", "cut", "dirname", "basename", "mkdir", "rm", "sha256sum", "env")
PYTHON = """case "$*" in *ensurepip*) exit {ensurepip};; *version_info*) exit {version};; *) echo Python 3.9.2;; esac"""


@dataclass
class Machine:
    """A pretended machine: what is on its PATH, and what its apt-get was asked to do."""

    root: Path
    commands: Path

    def command(self, name: str, script: str) -> None:
        path = self.commands / name
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)

    def python(self, *, ensurepip: bool = True, supported: bool = True) -> None:
        self.command("python3", PYTHON.format(ensurepip=int(not ensurepip), version=int(not supported)))

    def has_packages(self, *names: str, all_but: str | None = None) -> None:
        if all_but is not None:
            self.command("dpkg-query", f'[[ "${{!#}}" == {all_but} ]] && exit 1; echo -n installed')
        else:
            self.command("dpkg-query", f'[[ " {" ".join(names)} " == *" ${{!#}} "* ]] && echo -n installed')

    def user(self, identifier: int) -> None:
        self.command("id", f"echo {identifier}")

    def run(self, *arguments: str, cdpath: str | None = None) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.commands), "HOME": str(self.root)}
        return subprocess.run(
            ["scripts/bootstrap", *arguments],
            cwd=self.root,
            env=environment if cdpath is None else environment | {"CDPATH": cdpath},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    @property
    def asked_of_apt(self) -> list[str]:
        log = self.root / "apt.log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "repository", tmp_path / "bin")
    for folder in (machine.root / "scripts", machine.root / "Tools", machine.commands):
        folder.mkdir(parents=True)
    shutil.copy(REPOSITORY / "scripts" / "bootstrap", machine.root / "scripts")
    for name in BORROWED:
        (machine.commands / name).symlink_to(str(shutil.which(name)))
    log = machine.root / "apt.log"
    machine.command("apt-get", f'echo "$*" >> {log}')
    machine.command("apt-cache", "exit 0")
    machine.python()
    machine.user(0)
    return machine


def test_nothing_is_installed_where_all_is_there(machine: Machine) -> None:
    machine.has_packages(all_but="nothing")
    result = machine.run("--system-only")
    assert (result.returncode, result.stderr) == (0, "[1/1] system packages ... already there\n")
    assert machine.asked_of_apt == []


def test_root_installs_only_what_is_missing(machine: Machine) -> None:
    machine.has_packages(all_but="libyaml-dev")
    assert machine.run("--system-only").returncode == 0
    assert machine.asked_of_apt == ["install --yes --no-install-recommends libyaml-dev"]


def test_package_lists_are_fetched_where_they_lack_a_package(machine: Machine) -> None:
    machine.has_packages(all_but="libyaml-dev")
    machine.command("apt-cache", "exit 100")
    assert machine.run("--system-only").returncode == 0
    assert machine.asked_of_apt == ["update", "install --yes --no-install-recommends libyaml-dev"]


def test_user_with_sudo_installs_through_it(machine: Machine) -> None:
    machine.has_packages(all_but="libyaml-dev")
    machine.user(1000)
    machine.command("sudo", f'[[ $1 == -n ]] && exit; echo "sudo $*" >> {machine.root}/apt.log; exec "$@"')
    assert machine.run("--system-only").returncode == 0
    assert machine.asked_of_apt == [
        "sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends libyaml-dev",
        "install --yes --no-install-recommends libyaml-dev",
    ]


@pytest.mark.parametrize(
    ("sudo", "hint"),
    [
        (None, "run as root: apt-get update && apt-get install --yes --no-install-recommends libyaml-dev"),
        ("exit 1", "run: sudo apt-get update && sudo apt-get install --yes --no-install-recommends libyaml-dev"),
    ],
    ids=["no sudo", "sudo wants a password"],
)
def test_who_cannot_install_is_told_the_exact_command(machine: Machine, sudo: str | None, hint: str) -> None:
    machine.has_packages(all_but="libyaml-dev")
    machine.user(1000)
    if sudo:
        machine.command("sudo", sudo)
    result = machine.run()
    assert result.returncode == 1
    assert "installing needs root, and sudo cannot be used here" in result.stderr
    assert f"  {hint}\n" in result.stderr
    assert machine.asked_of_apt == []


def test_failing_apt_is_retried_after_an_update_then_reported(machine: Machine) -> None:
    machine.has_packages(all_but="libyaml-dev")
    machine.command("apt-get", f'echo "$*" >> {machine.root}/apt.log; [[ $1 == update ]]')
    result = machine.run("--system-only")
    assert result.returncode == 1
    assert "apt-get failed" in result.stderr
    assert [line.split()[0] for line in machine.asked_of_apt] == ["install", "update", "install"]


def test_bare_machine_gets_every_package(machine: Machine) -> None:
    machine.has_packages()
    machine.python(ensurepip=False)
    assert machine.run("--system-only", "--tests").returncode == 0
    asked = machine.asked_of_apt[0].split()
    assert set(asked) >= EVERYTHING | FOR_TESTS
    assert asked[-1] == "python3-venv"


def test_who_builds_and_runs_pawl_gets_nothing_of_the_tests(machine: Machine) -> None:
    machine.has_packages()
    assert machine.run("--system-only").returncode == 0
    asked = set(machine.asked_of_apt[0].split())
    assert asked >= EVERYTHING
    assert not asked & (FOR_TESTS | {"openssh-server"})


def test_the_demo_asks_for_nothing_of_the_tests_and_the_tests_do() -> None:
    lines = {name: (REPOSITORY / "scripts" / name).read_text().splitlines() for name in ("demo", "test")}
    assert "scripts/bootstrap --models filetype" in lines["demo"]
    assert "scripts/bootstrap --tests --no-models" in lines["test"]


def test_what_the_tests_need_is_added_to_the_environment_that_is_there(machine: Machine) -> None:
    environment = machine.root / ".pawl" / "python" / "bin"
    environment.mkdir(parents=True)
    (environment / "python").symlink_to(machine.commands / "python3")
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-libraries.lock"):
        (machine.root / "Tools" / name).write_text("")
    log = machine.root / "python.log"
    machine.command("python3", f'[[ "$*" == *sysconfig* ]] && echo "{machine.root}"; echo "$*" >> {log}; exit 0')
    assert machine.run("--no-system", "--no-models").returncode == 0
    made = log.read_text()
    assert made.count("venv --clear") == 1
    assert "requirements-dev.lock" not in made
    assert "already there" in machine.run("--no-system", "--no-models").stderr
    log.write_text("")
    assert machine.run("--no-system", "--no-models", "--tests").returncode == 0
    added = log.read_text()
    assert "venv --clear" not in added
    assert "requirements-dev.lock" in added
    assert any("requirements-libraries.lock" in line and "--no-deps" in line for line in added.splitlines())
    assert "already there" in machine.run("--no-system", "--no-models", "--tests").stderr


def test_other_systems_are_told_what_to_install(machine: Machine) -> None:
    (machine.commands / "apt-get").unlink()
    machine.has_packages()
    result = machine.run("--system-only")
    assert result.returncode == 1
    assert "not a Debian or Ubuntu system" in result.stderr
    assert "libyaml-dev" in result.stderr
    assert "--no-system" in result.stderr


def test_unsupported_python_is_refused(machine: Machine) -> None:
    machine.python(supported=False)
    result = machine.run("--no-system")
    assert result.returncode == 1
    assert "Python environment: Python 3.9.2 is not 3.11 to 3.13" in result.stderr
    assert "set PYTHON" in result.stderr


def test_the_repository_is_found_whatever_cdpath_says(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "scripts").mkdir(parents=True)
    machine.command("python3", '[[ "$*" == *"venv --clear"* ]] && echo "made ${!#}"; exit 0')
    result = machine.run("--no-system", "--no-models", cdpath=str(tmp_path / "elsewhere"))
    assert f"made {machine.root}/.pawl/python\n" in result.stdout


def test_an_unwritable_cache_is_named_with_a_way_out(machine: Machine) -> None:
    (machine.root / ".cache").write_text("a file where a folder is needed")
    environment = machine.root / ".pawl" / "python" / "bin"
    environment.mkdir(parents=True)
    (environment / "python").symlink_to(machine.commands / "python3")
    machine.command("python3", f'[[ "$*" == *sysconfig* ]] && echo "{machine.root}"; exit 0')
    result = machine.run("--no-system")
    assert result.returncode == 1
    assert f"cannot keep downloads in {machine.root}/.cache/pawl/wheels" in result.stderr
    assert "set XDG_CACHE_HOME" in result.stderr


def test_models_are_those_of_the_suites_or_the_ones_named(machine: Machine) -> None:
    environment = machine.root / ".pawl" / "python" / "bin"
    environment.mkdir(parents=True)
    (environment / "python").symlink_to(machine.commands / "python3")
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-libraries.lock"):
        (machine.root / "Tools" / name).write_text("")
    log = machine.root / "python.log"
    machine.command("python3", f'[[ "$*" == *pawl_models* ]] && echo "$*" >> {log}; [[ "$*" != *verify* ]]')
    assert machine.run("--no-system").returncode == 0
    assert machine.run("--no-system", "--models", "all").returncode == 0
    assert machine.run("--no-system", "--models", "ocr,sentiment").returncode == 0
    built = [line for line in log.read_text().splitlines() if " build " in line]
    models = ["filetype voice digits", "all", "ocr sentiment"]
    assert built == [f"-m pawl_models build {names}" for names in models]


def test_models_without_a_name_is_wrong_usage(machine: Machine) -> None:
    result = machine.run("--no-system", "--models")
    assert (result.returncode, result.stderr) == (2, "bootstrap: --models needs names, or all\n")


def test_unknown_option_is_wrong_usage_and_help_is_not(machine: Machine) -> None:
    result = machine.run("--frobnicate")
    assert result.returncode == 2
    assert "unknown option '--frobnicate'" in result.stderr
    result = machine.run("--help")
    assert result.returncode == 0
    assert "--system-only" in result.stdout
