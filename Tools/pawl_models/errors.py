"""The one error that the model tools raise on purpose."""


class ToolError(Exception):
    """Something a person can put right: what failed, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Takes the message (what failed) and the hint (what to do), each without a full stop."""
        super().__init__(message)
        self.message = message
        self.hint = hint
