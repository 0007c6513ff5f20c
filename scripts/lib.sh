# Words that the scripts share; sourced, never run.

# step TEXT: says what comes next.
step() { printf '\n==> %s\n' "$1" >&2; }

# fail TEXT HINT: says what went wrong and what to do, and stops.
fail() {
    printf 'error: %s\n  hint: %s\n' "$1" "$2" >&2
    exit 1
}
