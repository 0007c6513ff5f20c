import Foundation
import Gating
import Records

/// What a run's gates said that a promotion of it has to answer for.
struct OverriddenVerdicts {
    /// Those that keep the run from passing, a line each.
    let blocking: [String]
    /// Those that do not, and passed neither: undecided ones a line each, those that were not judged a line a reason.
    let others: [String]

    init(of run: RunRecord) {
        func lines(_ states: [Verdict.State]) -> [String] {
            states.flatMap { state in run.verdicts.filter { $0.state == state } }.map { verdict in
                let cell = verdict.cell.flatMap { id in run.cells.first { $0.id == id } }
                return (cell.map { $0.name + ": " } ?? "") + verdict.rule + ": " + verdict.headline
            }
        }
        let undecidedBlocks = run.onInconclusive == .fail
        blocking = lines([.failed, .error] + (undecidedBlocks ? [.inconclusive] : []))
        let reasons = run.verdicts.filter { $0.state == .notJudged }.map(\.headline)
        let counts = Dictionary(grouping: reasons) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }
        others =
            lines(undecidedBlocks ? [] : [.inconclusive])
            + counts.map { "\($1 == 1 ? "1 gate" : "\($1) gates") \($0)" }
    }

    /// - Throws: `UsageError` that lists what would be overridden.
    func requireAcceptance(of run: RunRecord) throws(UsageError) {
        guard !blocking.isEmpty else { return }
        let listed = (blocking + others).prefix(20).map { "\n- \($0)" }.joined()
        let more = blocking.count + others.count - 20
        throw UsageError(
            message: "run \(run.id) did not pass its gates:\(listed)" + (more > 0 ? "\n- and \(more) more" : ""),
            hint:
                "promote a run that passes, or say why this one is to be the baseline all the same: --accept \"REASON\"; "
                + "every later report repeats it")
    }
}

/// Who promotes, as the operating system knows them: an audit must not believe what a variable says.
struct PromotingUser {
    let user: String
    let host: String

    static func ofThisProcess() -> PromotingUser {
        let identifier = geteuid()
        let user = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer -> String? in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = getpwuid_r(identifier, &entry, buffer.baseAddress!, buffer.count, &found)
            return code == 0 && found != nil ? String(cString: entry.pw_name) : nil
        }
        var names = utsname()
        let host =
            uname(&names) == 0
            ? withUnsafeBytes(of: &names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) } : ""
        return PromotingUser(user: user ?? "user \(identifier)", host: host.isEmpty ? "unknown" : host)
    }
}
