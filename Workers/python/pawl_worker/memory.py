"""The worker's own memory, as the kernel accounts for it (Linux)."""

from pathlib import Path


def reset_peak() -> None:
    """Reset the high-water mark, so that it covers only what follows (`/proc/self/clear_refs`, value 5)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def resident_bytes() -> int:
    """Return the resident memory; 0 when the kernel does not say."""
    return _status("VmRSS:")


def peak_bytes() -> int:
    """Return the high-water mark of resident memory; 0 when the kernel does not say."""
    return _status("VmHWM:")


def _status(name: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    for line in lines:
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0
