import CLiteRT
import InferenceCore

extension LiteRTAPI {
    struct EnvironmentFunctions: Sendable {
        let create: LiteRtCreateEnvironmentFunction
        let destroy: LiteRtDestroyEnvironmentFunction

        init(_ library: DynamicLibrary) throws(InferenceError) {
            create = try library.function("LiteRtCreateEnvironment", as: LiteRtCreateEnvironmentFunction.self)
            destroy = try library.function("LiteRtDestroyEnvironment", as: LiteRtDestroyEnvironmentFunction.self)
        }
    }

    struct CompiledModelFunctions: Sendable {
        let create: LiteRtCreateCompiledModelFunction
        let destroy: LiteRtDestroyCompiledModelFunction
        let resizeInput: LiteRtCompiledModelResizeInputTensorFunction
        let inputRequirements: LiteRtGetCompiledModelBufferRequirementsFunction
        let outputRequirements: LiteRtGetCompiledModelBufferRequirementsFunction
        let outputLayouts: LiteRtGetCompiledModelOutputTensorLayoutsFunction
        let run: LiteRtRunCompiledModelFunction
        let errorMessages: LiteRtCompiledModelGetErrorMessagesFunction
        let clearErrors: LiteRtCompiledModelClearErrorsFunction

        init(_ library: DynamicLibrary) throws(InferenceError) {
            create = try library.function("LiteRtCreateCompiledModel", as: LiteRtCreateCompiledModelFunction.self)
            destroy = try library.function("LiteRtDestroyCompiledModel", as: LiteRtDestroyCompiledModelFunction.self)
            resizeInput = try library.function(
                "LiteRtCompiledModelResizeInputTensor", as: LiteRtCompiledModelResizeInputTensorFunction.self)
            inputRequirements = try library.function(
                "LiteRtGetCompiledModelInputBufferRequirements",
                as: LiteRtGetCompiledModelBufferRequirementsFunction.self)
            outputRequirements = try library.function(
                "LiteRtGetCompiledModelOutputBufferRequirements",
                as: LiteRtGetCompiledModelBufferRequirementsFunction.self)
            outputLayouts = try library.function(
                "LiteRtGetCompiledModelOutputTensorLayouts",
                as: LiteRtGetCompiledModelOutputTensorLayoutsFunction.self)
            run = try library.function("LiteRtRunCompiledModel", as: LiteRtRunCompiledModelFunction.self)
            errorMessages = try library.function(
                "LiteRtCompiledModelGetErrorMessages", as: LiteRtCompiledModelGetErrorMessagesFunction.self)
            clearErrors = try library.function(
                "LiteRtCompiledModelClearErrors", as: LiteRtCompiledModelClearErrorsFunction.self)
        }
    }

    struct BufferFunctions: Sendable {
        let requiredSize: LiteRtGetTensorBufferRequirementsBufferSizeFunction
        let create: LiteRtCreateManagedTensorBufferFromRequirementsFunction
        let destroy: LiteRtDestroyTensorBufferFunction
        let packedSize: LiteRtGetTensorBufferPackedSizeFunction
        let lock: LiteRtLockTensorBufferFunction
        let unlock: LiteRtUnlockTensorBufferFunction

        init(_ library: DynamicLibrary) throws(InferenceError) {
            requiredSize = try library.function(
                "LiteRtGetTensorBufferRequirementsBufferSize",
                as: LiteRtGetTensorBufferRequirementsBufferSizeFunction.self)
            create = try library.function(
                "LiteRtCreateManagedTensorBufferFromRequirements",
                as: LiteRtCreateManagedTensorBufferFromRequirementsFunction.self)
            destroy = try library.function("LiteRtDestroyTensorBuffer", as: LiteRtDestroyTensorBufferFunction.self)
            packedSize = try library.function(
                "LiteRtGetTensorBufferPackedSize", as: LiteRtGetTensorBufferPackedSizeFunction.self)
            lock = try library.function("LiteRtLockTensorBuffer", as: LiteRtLockTensorBufferFunction.self)
            unlock = try library.function("LiteRtUnlockTensorBuffer", as: LiteRtUnlockTensorBufferFunction.self)
        }
    }

    struct ProfilerFunctions: Sendable {
        let get: LiteRtCompiledModelGetProfilerFunction
        let start: LiteRtProfilerFunction
        let stop: LiteRtProfilerFunction
        let reset: LiteRtProfilerFunction
        let eventCount: LiteRtGetNumProfilerEventsFunction
        let events: LiteRtGetProfilerEventsFunction

        init(_ library: DynamicLibrary) throws(InferenceError) {
            get = try library.function(
                "LiteRtCompiledModelGetProfiler", as: LiteRtCompiledModelGetProfilerFunction.self)
            start = try library.function("LiteRtStartProfiler", as: LiteRtProfilerFunction.self)
            stop = try library.function("LiteRtStopProfiler", as: LiteRtProfilerFunction.self)
            reset = try library.function("LiteRtResetProfiler", as: LiteRtProfilerFunction.self)
            eventCount = try library.function(
                "LiteRtGetNumProfilerEvents", as: LiteRtGetNumProfilerEventsFunction.self)
            events = try library.function("LiteRtGetProfilerEvents", as: LiteRtGetProfilerEventsFunction.self)
        }
    }
}
