import CLiteRT
import Foundation
import InferenceCore

extension LiteRTAPI {
    struct OptionFunctions: Sendable {
        /// The options of a compilation: threads, kernels, profiling and errors.
        enum Payload: Sendable {
            case setters(Setters)
            case text(LiteRtCreateOpaqueOptionsFunction)
        }

        struct Setters: Sendable {
            let createForProcessor: LiteRtCreateOwnOptionsFunction
            let findForProcessor: LiteRtFindCpuOptionsFunction
            let setThreads: LiteRtSetCpuOptionsNumThreadFunction
            let createForRuntime: LiteRtCreateOwnOptionsFunction
            let findForRuntime: LiteRtFindRuntimeOptionsFunction
            let setProfiling: LiteRtSetRuntimeOptionsEnableProfilingFunction
            let setErrorReporter: LiteRtSetRuntimeOptionsErrorReporterModeFunction

            init(_ library: DynamicLibrary) throws(InferenceError) {
                createForProcessor = try library.function(
                    "LiteRtCreateCpuOptions", as: LiteRtCreateOwnOptionsFunction.self)
                findForProcessor = try library.function("LiteRtFindCpuOptions", as: LiteRtFindCpuOptionsFunction.self)
                setThreads = try library.function(
                    "LiteRtSetCpuOptionsNumThread", as: LiteRtSetCpuOptionsNumThreadFunction.self)
                createForRuntime = try library.function(
                    "LiteRtCreateRuntimeOptions", as: LiteRtCreateOwnOptionsFunction.self)
                findForRuntime = try library.function(
                    "LiteRtFindRuntimeOptions", as: LiteRtFindRuntimeOptionsFunction.self)
                setProfiling = try library.function(
                    "LiteRtSetRuntimeOptionsEnableProfiling", as: LiteRtSetRuntimeOptionsEnableProfilingFunction.self)
                setErrorReporter = try library.function(
                    "LiteRtSetRuntimeOptionsErrorReporterMode",
                    as: LiteRtSetRuntimeOptionsErrorReporterModeFunction.self)
            }
        }

        let create: LiteRtCreateOptionsFunction
        let destroy: LiteRtDestroyOptionsFunction
        let setAccelerators: LiteRtSetOptionsHardwareAcceleratorsFunction
        let add: LiteRtAddOpaqueOptionsFunction
        let destroyAddition: LiteRtDestroyOpaqueOptionsFunction
        let payload: Payload

        init(_ library: DynamicLibrary, _ version: InterfaceVersion) throws(InferenceError) {
            create = try library.function("LiteRtCreateOptions", as: LiteRtCreateOptionsFunction.self)
            destroy = try library.function("LiteRtDestroyOptions", as: LiteRtDestroyOptionsFunction.self)
            setAccelerators = try library.function(
                "LiteRtSetOptionsHardwareAccelerators", as: LiteRtSetOptionsHardwareAcceleratorsFunction.self)
            add = try library.function("LiteRtAddOpaqueOptions", as: LiteRtAddOpaqueOptionsFunction.self)
            destroyAddition = try library.function(
                "LiteRtDestroyOpaqueOptions", as: LiteRtDestroyOpaqueOptionsFunction.self)
            payload =
                version.optionsAreText
                ? .text(
                    try library.function("LiteRtCreateOpaqueOptions", as: LiteRtCreateOpaqueOptionsFunction.self))
                : .setters(try Setters(library))
        }
    }
}
