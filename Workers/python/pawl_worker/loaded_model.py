"""A model in a worker: the session, its samples, and those that rotate through latency blocks."""

import base64
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import memory, timing
from .errors import WorkerError, out_of_range
from .interface import Binding, Options, Runtime, Session
from .reading import Members
from .samples import SampleSet
from .tensors import Tensor

ROTATION_BYTE_LIMIT = 32 << 20
"""Rotating samples beyond this many bytes would crowd the caches' and the memory's account."""

_RESIDENT_SAMPLE_BYTES = 64 << 20

_HIGHEST_BYTE_LIMIT = 32 << 20
"""Base64 takes a third more, and a frame holds 64 MiB."""


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """The arguments of `load`, except for the samples."""

    model_path: str
    options: Options
    rotation_limit: int
    pin_to_core: int | None


class LoadedModel:
    """A model that is ready to be measured."""

    def __init__(self, opener: Callable[[], Runtime], request: LoadRequest, samples: Members) -> None:
        """Do what `load` does, in the protocol's order."""
        pinned = None if request.pin_to_core is None else _pin(request.pin_to_core)
        self._samples = SampleSet(samples)
        if request.rotation_limit > 0 and self._samples.count == 0:
            raise WorkerError(
                "worker.empty-golden-set",
                "the golden set has no samples to measure with",
                hint="latency is measured on real inputs: give the golden set at least one sample",
            )
        wanted = self._rotating(request.rotation_limit)
        floor = memory.resident_bytes()
        memory.reset_peak()
        start = timing.now()
        self._runtime: Runtime = opener()
        self.session: Session = self._runtime.open(request.model_path, request.options)
        loaded = timing.now()
        self._profiles = request.options.profiles_operators
        self._bindings: list[Binding] = []
        first_inference = self._bind(wanted)
        self._rotation = [binding.run for binding in self._bindings]
        self._next_sample = 0
        self._state: dict[str, Tensor] = {}
        self.reply: dict[str, object] = {
            "runtime": identity(self._runtime),
            "inputs": [each.reply() for each in self.session.inputs],
            "outputs": [each.reply() for each in self.session.outputs],
            "metadata": dict(self.session.metadata),
            "loadNanoseconds": loaded - start,
            "firstInferenceNanoseconds": first_inference,
            "floorMemoryBytes": floor,
            "rotationCount": len(self._rotation),
        }
        if pinned is not None:
            self.reply["pinnedCore"] = pinned

    def _rotating(self, limit: int) -> int:
        """Touch the samples that will rotate; return how many they are."""
        size = 0
        for index in range(min(limit, self._samples.count)):
            size += self._samples.touch(index)
            if index > 0 and size > ROTATION_BYTE_LIMIT:
                return index
        return min(limit, self._samples.count)

    def _bind(self, count: int) -> int:
        """Bind the rotation; with state each sample takes over what the one before it left. Return the first's time."""
        first = 0
        state: dict[str, Tensor] = {}
        for index in range(count):
            if self._samples.begins_sequence(index):
                state = {}
            binding = self.session.bind(self._samples.inputs(index, self.session.inputs, state))
            if index == 0 or self._samples.state:
                before = timing.now()
                binding.run()
                if index == 0:
                    first = timing.now() - before
            if self._samples.state:
                state = self._samples.next_state(binding.outputs())
            self._bindings.append(binding)
        return first

    def warm_up(self, arguments: Members) -> dict[str, object]:
        """Run until times are steady, or until the cap."""
        self._need_rotation("warm-up")
        cap = arguments.integer("capNanoseconds")
        rule = timing.WarmUpRule()
        inferences = 0
        start = previous = timing.now()
        while not rule.is_steady and previous - start < cap:
            self._rotation[inferences % len(self._rotation)]()
            stamp = timing.now()
            rule.add(stamp - previous)
            previous = stamp
            inferences += 1
        mean = (previous - start) / max(inferences, 1)
        return {
            "inferences": inferences,
            "nanoseconds": previous - start,
            "becameSteady": rule.is_steady,
            "typicalNanoseconds": round(mean if rule.last_median is None else rule.last_median),
            "stampNanoseconds": timing.stamp_cost(),
        }

    def block(self, arguments: Members) -> dict[str, object]:
        """Time a block of inferences."""
        self._need_rotation("block")
        times = timing.run_block(
            self._rotation,
            values=arguments.integer("values", 1, 1_000_000),
            inferences_per_value=arguments.integer("inferencesPerValue", 1, 1_000_000_000),
            first=arguments.integer("firstSample"),
        )
        return {"wallNanoseconds": times.wall, "cpuNanoseconds": times.cpu, "valuesNanoseconds": times.values}

    def evaluate(self, arguments: Members) -> dict[str, object]:
        """Run a stretch of samples once each, and return what outputs hold of them."""
        count = arguments.integer("count")
        first = arguments.integer("first")
        if first + count > self._samples.count:
            raise out_of_range("first + count", first + count, f"0 to {self._samples.count}")
        wanted = [name for name in arguments.list("outputs") if isinstance(name, str)]
        limit = arguments.integer("byteLimit", 1, _HIGHEST_BYTE_LIMIT)
        state = self._state_before(first) if count > 0 else {}
        start = timing.now()
        gathered = {name: _GatheredOutput() for name in wanted}
        rows = encoded_bytes = resident = 0
        while rows < count:
            index = first + rows
            if self._samples.begins_sequence(index):
                state = {}
            inputs = self._samples.inputs(index, self.session.inputs, state)
            binding = self.session.bind(inputs)
            binding.run()
            outputs = binding.outputs()
            picked = {name: _output(name, outputs) for name in wanted}
            encoded_bytes += sum(_encoded_length(len(tensor.data)) for tensor in picked.values())
            # What does not fit is run again by the next call, from the state that stands here.
            if rows > 0 and encoded_bytes > limit:
                break
            for name, tensor in picked.items():
                gathered[name].add(name, tensor)
            if self._samples.state:
                state = self._samples.next_state(outputs)
            rows += 1
            resident += sum(len(tensor.data) for tensor in inputs.values())
            if resident > _RESIDENT_SAMPLE_BYTES:
                del inputs
                self._samples.give_back()
                resident = 0
        self._next_sample, self._state = first + rows, state
        return {
            "rows": rows,
            "nanoseconds": timing.now() - start,
            "outputs": {name: outputs.reply() for name, outputs in gathered.items()},
        }

    def _state_before(self, first: int) -> dict[str, Tensor]:
        """Return the recurrent state to go on with at a sample."""
        if self._samples.begins_sequence(first):
            return {}
        if first != self._next_sample:
            raise out_of_range("first", first, "the first sample of a sequence, or the one after those evaluated last")
        return self._state

    def profile(self, arguments: Members) -> dict[str, object]:
        """Run a few more inferences and return what operators took."""
        self._need_rotation("profile")
        if not self._profiles:
            raise WorkerError("worker.too-early", "'profile' needs a model loaded with profilesOperators")
        for index in range(arguments.integer("inferences", 1, 1000)):
            self._rotation[index % len(self._rotation)]()
        profile = self.session.finish_profile()
        self._profiles = False
        operators = [
            {
                "name": each.name,
                "type": each.type,
                "provider": each.provider,
                "nanoseconds": each.nanoseconds,
                "calls": each.calls,
            }
            for each in profile.operators
        ]
        return {"inferences": profile.inferences, "operators": operators}

    def memory(self) -> dict[str, object]:
        """Return the high-water marks."""
        reply: dict[str, object] = {"peakMemoryBytes": memory.peak_bytes()}
        arena = self.session.planned_arena_bytes()
        if arena is not None:
            reply["plannedArenaBytes"] = arena
        return reply

    def _need_rotation(self, call: str) -> None:
        if not self._rotation:
            raise WorkerError("worker.too-early", f"'{call}' needs a model loaded with a rotation")


class _GatheredOutput:
    """What `evaluate` collects of one output."""

    def __init__(self) -> None:
        self._element_type: str | None = None
        self._shapes: list[list[int]] = []
        self._data = bytearray()

    def add(self, name: str, tensor: Tensor) -> None:
        if self._element_type not in (None, tensor.element_type):
            raise WorkerError("model.output-type", f"output '{name}' changed its type from one sample to the next")
        self._element_type = tensor.element_type
        self._shapes.append(list(tensor.shape))
        self._data += tensor.data

    def reply(self) -> dict[str, object]:
        return {
            "elementType": self._element_type or "float32",
            "shapes": self._shapes,
            "data": base64.b64encode(self._data).decode("ascii"),
        }


def identity(runtime: Runtime) -> dict[str, str]:
    """Return what a runtime says of itself."""
    reply = {"name": runtime.name, "version": runtime.version}
    if runtime.library_path is not None:
        reply["libraryPath"] = runtime.library_path
    return reply


def _output(name: str, outputs: Mapping[str, Tensor]) -> Tensor:
    if name not in outputs:
        raise WorkerError(
            "model.missing-output",
            f"the model has no output '{name}', which the golden set reads",
            hint="it has " + ", ".join(sorted(outputs)),
        )
    return outputs[name]


def _encoded_length(count: int) -> int:
    """Return the length of `count` bytes in base64."""
    return (count + 2) // 3 * 4


def _pin(core: int) -> int | None:
    """Pin this process; return the core, or None when the system does not permit it."""
    try:
        os.sched_setaffinity(0, {core})
    except (AttributeError, OSError, ValueError, OverflowError):
        return None
    return core
