import Diagnostics
import Foundation
import GoldenSets
import Support

/// Checks a worker for conformance with the protocol, check by check.
public struct ConformanceRun {
    /// A worker that has kept this many calls waiting is given up.
    static let timeoutLimit = 3

    private let subject: ConformanceSubject
    private let interruption: Interruption

    public init(_ subject: ConformanceSubject, interruption: Interruption) {
        self.subject = subject
        self.interruption = interruption
    }

    /// - Parameter observe: gets each finding as soon as there is one.
    /// - Throws: `FileError` when there is no room for the checks' own files, `ConformanceError`.
    public func report(observe: (ConformanceReport.Finding) -> Void = { _ in }) throws -> ConformanceReport {
        try report(of: ConformanceCheck.all, observe: observe)
    }

    func report(
        of checks: [ConformanceCheck], observe: (ConformanceReport.Finding) -> Void = { _ in }
    ) throws -> ConformanceReport {
        let bench = try ConformanceContext(subject, interruption: interruption)
        let silence = try surveyProblem(bench)
        if silence == nil, subject.material != nil { try requireRuntime(bench) }
        var findings: [ConformanceReport.Finding] = []
        var timeouts = 0
        for check in checks {
            let (outcome, isTimeout): (ConformanceReport.Outcome, Bool)
            if timeouts >= Self.timeoutLimit {
                (outcome, isTimeout) = (.notApplicable("it kept too many calls waiting"), false)
            } else {
                (outcome, isTimeout) = try self.outcome(of: check, on: bench, silence: silence)
            }
            timeouts += isTimeout ? 1 : 0
            let finding = ConformanceReport.Finding(
                section: check.section.rawValue, name: check.name, sentence: check.sentence, outcome: outcome)
            findings.append(finding)
            observe(finding)
        }
        return ConformanceReport(worker: bench.greeting.worker, findings: findings)
    }

    /// Nil when the worker answered `hello`.
    private func surveyProblem(_ bench: ConformanceContext) throws -> String? {
        do {
            try bench.survey()
            return nil
        } catch let violation as ProtocolViolation {
            return violation.isTimeout
                ? "it leaves 'hello' without a reply" : "it does not reply to 'hello' as it should"
        } catch is Stopped {
            throw ConformanceError.stopped
        }
    }

    private func requireRuntime(_ bench: ConformanceContext) throws(ConformanceError) {
        let offered = bench.greeting.runtimes
        // A worker that offers none is at fault, and a check says so.
        guard !offered.isEmpty else { return }
        if let wanted = subject.runtime {
            let fits = offered.contains {
                $0.name == wanted.name && ($0.version == nil || $0.version == wanted.version)
            }
            guard fits else {
                throw .noSuchRuntime("\(wanted.name)==\(wanted.version)", offered: offered.map(\.text))
            }
        } else if offered.count != 1 || offered[0].version == nil {
            throw .runtimeNotNamed(offered: offered.map(\.text))
        }
    }

    private func outcome(
        of check: ConformanceCheck, on bench: ConformanceContext, silence: String?
    ) throws -> (ConformanceReport.Outcome, isTimeout: Bool) {
        if let silence, check.section != .hello {
            return (.notApplicable(silence), false)
        }
        if let reason = check.needs.lazy.compactMap({ self.lacks($0, bench) }).first {
            return (.notApplicable(reason), false)
        }
        do {
            try check.run(bench)
            return (.passed, false)
        } catch let violation as ProtocolViolation {
            let worker = bench.worker
            let failure = ConformanceReport.Failure(
                reason: violation.reason, sent: worker?.lastSent ?? "nothing",
                received: worker?.lastReceived ?? "nothing",
                lastWords: worker?.lastWords ?? [])
            return (.failed(failure), violation.isTimeout)
        } catch let reason as NotApplicable {
            return (.notApplicable(reason.reason), false)
        } catch is Stopped {
            throw ConformanceError.stopped
        }
    }

    /// Why a need is not met; nil when it is.
    private func lacks(_ need: ConformanceCheck.Need, _ bench: ConformanceContext) -> String? {
        let isMet =
            switch need {
            case .capability(let capability): bench.greeting.has(capability)
            case .lack(let capability): !bench.greeting.has(capability)
            case .model: subject.material != nil
            case .sharedFiles: bench.sharesFiles
            case .recurrentSamples: subject.material?.goldenSet.feed.carriesState ?? false
            case .independentSamples: subject.material.map { !$0.goldenSet.feed.carriesState } ?? true
            }
        return isMet ? nil : need.reason
    }
}

extension ConformanceCheck.Need {
    /// Why a check does not apply when this is not met.
    fileprivate var reason: String {
        switch self {
        case .capability(let capability): "no capability '\(capability.rawValue)'"
        case .lack(let capability): "it has the capability '\(capability.rawValue)'"
        case .model: "no --model"
        case .sharedFiles: "it does not see the files of this machine"
        case .recurrentSamples: "the golden set has no state"
        case .independentSamples: "the golden set has state"
        }
    }
}

extension HelloCall.Runtime {
    fileprivate var text: String { [name, version].compactMap { $0 }.joined(separator: "==") }
}
