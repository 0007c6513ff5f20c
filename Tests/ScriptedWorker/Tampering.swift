import Foundation
import Worker

/// What a tampering worker does wrong, one rule an argument. `CALL` is a call's name, or `*` for every one.
///
///     set CALL MEMBER JSON       puts a member into the replies to it (`a.b` for a member of a member)
///     drop CALL MEMBER           takes one out of them
///     reply CALL JSON            answers it with this reply, whatever the right answer is
///     error CALL                 answers it with an error, where a reply is right
///     accept CALL                answers with an empty reply, where an error is right
///     die-refusing CALL          exits with 1 where an error is right
///     die CALL                   exits with 1 when it comes
///     crash CALL                 dies from SIGSEGV when it comes
///     silent CALL                never answers it
///     garbage CALL               answers with bytes that are no frame
///     too-much CALL              announces more than the limit
///     nonsense CALL              answers with a frame of something else
///     mute-frame CALL            answers with an empty frame
///     bare-error CALL            errors without a code
///     again CALL                 answers twice
///     outlive                    runs on when its input ends
///     outlive-block              runs on when its input ends while a block is under way
///     boundless                  reads on behind a frame that is over the limit
///     short-frames               takes no frame over 1 MiB
///     impatient                  takes only what is there at once
///     reversed                   answers the first two calls in reverse
///     strict                     answers a hello with unknown or empty members with an error
///     ignore-limit               answers all samples, whatever the limit of the reply
///     always-from-0              evaluates from the first sample on, wherever it was to begin
///     moody                      answers the last sample otherwise each time
///     exit-code N                exits with N after a shutdown
///     chatter                    prints a text behind the last frame
struct Tampering {
    let rules: [[String]]

    init(_ arguments: [String]) { rules = arguments.map { $0.split(separator: " ", maxSplits: 3).map(String.init) } }

    func has(_ name: String) -> Bool { rules.contains { $0[0] == name } }

    func has(_ name: String, _ call: String) -> Bool {
        rules.contains { $0[0] == name && $0.count > 1 && ($0[1] == call || $0[1] == "*") }
    }

    func rules(_ name: String, _ call: String) -> [[String]] {
        rules.filter { $0[0] == name && $0.count > 1 && ($0[1] == call || $0[1] == "*") }
    }

    /// The answer as the rules want it.
    func answer(_ right: [String: Any], to call: String) -> [String: Any] {
        var answer = right
        if let wanted = rules("reply", call).first {
            answer = ["reply": Self.json(wanted.dropFirst(2).joined(separator: " "))]
        }
        if has("error", call), answer["reply"] != nil { answer = ["error": ["code": "scripted", "message": "no"]] }
        if answer["error"] != nil {
            if has("die-refusing", call) { exit(1) }
            if has("accept", call) { answer = ["reply": [String: Any]()] }
            if has("bare-error", call) { answer = ["error": ["message": "no"]] }
        }
        guard var reply = answer["reply"] as? [String: Any] else { return answer }
        for rule in rules("set", call) where rule.count == 4 { Self.set(Self.json(rule[3]), rule[2], in: &reply) }
        for rule in rules("drop", call) where rule.count == 3 { Self.set(nil, rule[2], in: &reply) }
        if has("moody"), call == EvaluateCall.name { Self.spoilScores(&reply) }
        answer["reply"] = reply
        return answer
    }

    /// The call as the right worker gets it.
    func call(_ right: Data, named call: String) -> Data {
        guard call == EvaluateCall.name, has("ignore-limit") || has("always-from-0"),
            var object = (try? JSONSerialization.jsonObject(with: right)) as? [String: Any]
        else { return right }
        if has("ignore-limit") { Self.set(1 << 20, "arguments.byteLimit", in: &object) }
        if has("always-from-0") { Self.set(0, "arguments.first", in: &object) }
        return (try? JSONSerialization.data(withJSONObject: object)) ?? right
    }

    private static func set(_ value: Any?, _ path: String, in object: inout [String: Any]) {
        let words = path.split(separator: ".", maxSplits: 1).map(String.init)
        if words.count == 1 {
            object[words[0]] = value
        } else if var member = object[words[0]] as? [String: Any] {
            set(value, words[1], in: &member)
            object[words[0]] = member
        }
    }

    private static func spoilScores(_ reply: inout [String: Any]) {
        guard let outputs = reply["outputs"] as? [String: [String: Any]],
            let text = outputs["scores"]?["data"] as? String,
            let data = Data(base64Encoded: text)
        else { return }
        let whim = (0..<4).map { _ in UInt8.random(in: 0...255) }
        set((data.dropLast(4) + whim).base64EncodedString(), "outputs.scores.data", in: &reply)
    }

    static func json(_ text: String) -> Any {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) ?? text
    }
}
