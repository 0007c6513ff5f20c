# Words that the scripts share; sourced, never run.

# step TEXT: says what comes next.
step() { printf '\n==> %s\n' "$1" >&2; }

# fail TEXT HINT: says what went wrong and what to do, and stops.
fail() {
    printf 'error: %s\n  hint: %s\n' "$1" "$2" >&2
    exit 1
}

# need_swift: stops where there is no Swift, before anything long is begun.
need_swift() {
    command -v swift >/dev/null ||
        fail "there is no swift on PATH" "install Swift 6.1 or newer from swift.org, and put its usr/bin on PATH"
}

# The model tools run ONNX Runtime too: nothing it learns leaves the machine.
export ORT_DISABLE_TELEMETRY=1
