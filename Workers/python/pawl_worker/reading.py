"""Checked access to the members of a call: everything that comes from outside is looked at once, here."""

from collections.abc import Mapping

from .errors import WorkerError


class Members:
    """The members of a JSON object, by name, each with its type checked when it is read."""

    def __init__(self, value: object, place: str) -> None:
        """Take a parsed value; `place` names it in errors.

        Raises:
            WorkerError: the value is no object.
        """
        if not isinstance(value, Mapping):
            raise WorkerError("worker.unreadable-call", f"{place} is no object")
        self._members = value
        self._place = place

    def names(self) -> list[str]:
        """Return the names of all members."""
        return list(self._members)

    def get(self, name: str) -> object:
        """Return a member as it is; None when it is missing."""
        return self._members.get(name)

    def text(self, name: str) -> str:
        """Return a text without zero bytes, which no path and no name has."""
        value = self.get(name)
        if not isinstance(value, str) or "\0" in value:
            raise self._wrong(name, "a text")
        return value

    def optional_text(self, name: str) -> str | None:
        """Return a text, or None when it is missing."""
        return None if self.get(name) is None else self.text(name)

    def integer(self, name: str, lowest: int = 0, highest: int = 2**63 - 1) -> int:
        """Return an integer within bounds."""
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(name, "an integer")
        if not lowest <= value <= highest:
            raise WorkerError(
                "worker.out-of-range", f"{self._place}.{name} is {value}, allowed is {lowest} to {highest}"
            )
        return value

    def optional_integer(self, name: str) -> int | None:
        """Return an integer of at least 0, or None when it is missing."""
        return None if self.get(name) is None else self.integer(name)

    def flag(self, name: str) -> bool:
        """Return a truth value; a missing one is false."""
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return bool(value)

    def list(self, name: str) -> list[object]:
        """Return a list; a missing one is empty."""
        value = self.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(name, "a list")
        return value

    def object(self, name: str) -> "Members":
        """Return an object; a missing one is empty."""
        value = self.get(name)
        return Members({} if value is None else value, f"{self._place}.{name}")

    def texts(self, name: str) -> dict[str, str]:
        """Return an object whose members are all texts; a missing one is empty."""
        members = self.object(name)
        return {key: members.text(key) for key in members.names()}

    def sizes(self, name: str) -> tuple[int, ...]:
        """Return a shape: a list of integers of at least 0."""
        return shape(self.list(name), f"{self._place}.{name}")

    def _wrong(self, name: str, expected: str) -> WorkerError:
        return WorkerError("worker.unreadable-call", f"{self._place}.{name} is not {expected}")


def shape(value: object, place: str) -> tuple[int, ...]:
    """Check a list of sizes."""
    if not isinstance(value, list) or len(value) > 32:
        raise WorkerError("worker.unreadable-call", f"{place} is no list of at most 32 sizes")
    for size in value:
        if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= 2**40:
            raise WorkerError("worker.unreadable-call", f"{place} has {size!r}, which is no size")
    return tuple(value)
