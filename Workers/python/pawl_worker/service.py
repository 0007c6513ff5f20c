"""Serves calls, one by one."""

import json
import os
import platform
from collections.abc import Callable
from pathlib import Path

from . import NAME, PROTOCOL_VERSION, VERSION
from .errors import WorkerError
from .files import FileCache
from .frames import Frames
from .interface import Options, Runtime
from .loaded_model import LoadedModel, LoadRequest
from .reading import Members
from .watcher import Watcher

_SHARED_TEXT_LIMIT = 1 << 16
PRECISIONS = ("f32", "bf16", "f16")


class Service:
    """A conversation: what was said so far decides what may come next."""

    def __init__(self, hosted: "Hosted", cache: FileCache, watcher: Watcher) -> None:
        """Serve a runtime, keep files that are sent in `cache`, and tell `watcher` what is under way."""
        self._watcher = watcher
        self._hosted = hosted
        self._said_hello = False
        self._model: LoadedModel | None = None
        self.has_ended = False
        self._calls: dict[str, Callable[[Members], dict[str, object]]] = {
            "hello": self._hello,
            "files": cache.files,
            "put": cache.put,
            "load": self._load,
            "inspect": self._inspect,
            "warm-up": lambda arguments: self._loaded("warm-up").warm_up(arguments),
            "block": lambda arguments: self._loaded("block").block(arguments),
            "evaluate": lambda arguments: self._loaded("evaluate").evaluate(arguments),
            "memory": lambda _: self._loaded("memory").memory(),
            "shutdown": self._shutdown,
        }
        if hosted.profiles:
            self._calls["profile"] = lambda arguments: self._loaded("profile").profile(arguments)

    def run(self, frames: Frames) -> None:
        """Serve until the other side ends the conversation."""
        while not self.has_ended:
            payload = frames.read()
            if payload is None:
                return
            self._watcher.begin_call()
            try:
                frames.write({"reply": self._answer(payload)})
            except WorkerError as error:
                frames.write({"error": error.reply()})
            self._watcher.end_call()

    def _answer(self, payload: bytes) -> dict[str, object]:
        try:
            call = Members(json.loads(payload), "the call")
        except (ValueError, RecursionError) as error:
            raise WorkerError("worker.unreadable-call", "the payload is no JSON", cause=str(error)) from None
        name = call.text("call")
        handler = self._calls.get(name)
        if handler is None:
            raise WorkerError("worker.unknown-call", f"unknown call '{name[:80]}'")
        if not self._said_hello and name != "hello":
            raise WorkerError("worker.too-early", f"'{name}' was called before 'hello'")
        try:
            return handler(call.object("arguments"))
        except WorkerError:
            raise
        except MemoryError:
            raise WorkerError("worker.memory", f"there was not enough memory for '{name}'") from None
        except Exception as error:
            # A runtime's own words: whatever it raises, the conversation goes on.
            kind = type(error).__name__
            raise WorkerError(
                "runtime.failed", f"{self._hosted.name} failed in '{name}'", cause=f"{kind}: {error}"
            ) from None

    def _hello(self, arguments: Members) -> dict[str, object]:
        version = arguments.integer("protocolVersion")
        if version != PROTOCOL_VERSION:
            raise WorkerError(
                "worker.protocol-version",
                f"the supervisor speaks protocol {version}, this worker speaks {PROTOCOL_VERSION}",
                hint="use a pawl and a worker of the same release",
            )
        self._said_hello = True
        runtime = {"name": self._hosted.name}
        if self._hosted.version is not None:
            runtime["version"] = self._hosted.version
        capabilities = ["files", "model-folders", "inspect", "state"]
        if self._hosted.profiles:
            capabilities.append("profile")
        if hasattr(os, "sched_setaffinity"):
            capabilities.append("pin")
        reply: dict[str, object] = {
            "protocolVersion": PROTOCOL_VERSION,
            "worker": f"{NAME} {VERSION}",
            "runtimes": [runtime],
            "capabilities": capabilities,
            "device": f"{platform.machine()}, {platform.system()} {platform.release()}",
        }
        shared = _small_text(arguments.optional_text("sharedFile"))
        if shared is not None:
            reply["sharedText"] = shared
        return reply

    def _load(self, arguments: Members) -> dict[str, object]:
        runtime = self._checked_runtime(arguments)
        request = LoadRequest(
            arguments.text("modelPath"),
            _options(arguments.object("options")),
            arguments.integer("rotationLimit"),
            arguments.optional_integer("pinToCore"),
        )
        if request.options.profiles_operators and not self._hosted.profiles:
            raise WorkerError("worker.no-profile", f"{self._hosted.name} cannot time operators")
        self._model = None
        self._model = LoadedModel(lambda: self._open(runtime), request, arguments.object("samples"))
        return self._model.reply

    def _inspect(self, arguments: Members) -> dict[str, object]:
        wanted = self._checked_runtime(arguments)
        session = self._open(wanted).open(arguments.text("modelPath"), Options())
        return {
            "inputs": [each.reply() for each in session.inputs],
            "outputs": [each.reply() for each in session.outputs],
            "metadata": dict(session.metadata),
        }

    def _checked_runtime(self, arguments: Members) -> Members:
        wanted = arguments.object("runtime")
        if wanted.text("name") != self._hosted.name:
            raise WorkerError(
                "worker.unknown-runtime",
                f"this worker has no runtime '{wanted.text('name')}'",
                hint=f"it has '{self._hosted.name}'",
            )
        return wanted

    def _open(self, wanted: Members) -> Runtime:
        """Load the runtime, and hold it to the version that was asked for."""
        runtime = self._hosted.load()
        version = wanted.optional_text("version")
        if version is not None and version != runtime.version:
            raise WorkerError(
                "runtime.version",
                f"{runtime.name} {version} was asked for, this is {runtime.version}",
                hint="name the version that the worker runs, or start the worker of that version",
            )
        return runtime

    def _loaded(self, call: str) -> LoadedModel:
        if self._model is None:
            raise WorkerError("worker.too-early", f"'{call}' was called before 'load'")
        return self._model

    def _shutdown(self, _: Members) -> dict[str, object]:
        self.has_ended = True
        return {}


class Hosted:
    """The runtime that a worker was started for; its library is loaded when it is first needed."""

    def __init__(self, name: str, load: Callable[[], Runtime], *, profiles: bool, version: str | None = None) -> None:
        """Host the runtime that `load` returns; `version` is what it is known to be."""
        self.name = name
        self.version = version
        self.profiles = profiles
        self._load = load
        self._runtime: Runtime | None = None

    def load(self) -> Runtime:
        """Return the runtime; the first call loads it."""
        if self._runtime is None:
            self._runtime = self._load()
        return self._runtime


def _options(members: Members) -> Options:
    precision = members.optional_text("precision") or "f32"
    if precision not in PRECISIONS:
        raise WorkerError("worker.out-of-range", f"precision is '{precision}', allowed is {', '.join(PRECISIONS)}")
    return Options(
        threads=members.integer("threads", 1, 4096),
        provider=members.optional_text("provider") or "cpu",
        precision=precision,
        configuration=members.texts("configuration"),
        profiles_operators=members.flag("profilesOperators"),
    )


def _small_text(path: str | None) -> str | None:
    """Return the text of a small plain file; None when it cannot be read."""
    if path is None:
        return None
    try:
        if not Path(path).is_file():
            return None
        with Path(path).open("rb") as file:
            return file.read(_SHARED_TEXT_LIMIT).decode()
    except (OSError, ValueError):
        return None
