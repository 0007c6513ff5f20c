"""Errors as values: what a worker answers instead of a reply."""


class WorkerError(Exception):
    """What is wrong, in words for people, with a code for programs."""

    def __init__(self, code: str, message: str, *, hint: str | None = None, cause: str | None = None) -> None:
        """Keep the parts apart, as the protocol sends them."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause

    def reply(self) -> dict[str, str]:
        """Return the protocol's `error` object, without the parts that are missing."""
        parts = {"code": self.code, "message": self.message, "hint": self.hint, "cause": self.cause}
        return {name: text for name, text in parts.items() if text is not None}


def out_of_range(argument: str, value: object, allowed: str) -> WorkerError:
    """Word an argument that the protocol does not allow."""
    return WorkerError("worker.out-of-range", f"{argument} is {value}, allowed is {allowed}")
