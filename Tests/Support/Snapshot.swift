import Foundation
import Testing

/// Compares text with a file in `Snapshots/` beside the test.
public enum Snapshot {
    /// `PAWL_RECORD_SNAPSHOTS=1` writes the file instead, and fails all the same, so that none is accepted unseen.
    public static func expect(
        _ text: String, matches name: String, testPath: String = #filePath,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let folder = URL(fileURLWithPath: testPath).deletingLastPathComponent().appendingPathComponent("Snapshots")
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["PAWL_RECORD_SNAPSHOTS"] == "1" {
            do {
                try Data(text.utf8).write(to: file)
                Issue.record("recorded \(name); look at it, then run again", sourceLocation: sourceLocation)
            } catch {
                Issue.record("cannot record \(name): \(error)", sourceLocation: sourceLocation)
            }
            return
        }
        guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
            Issue.record("no snapshot \(name); record it with PAWL_RECORD_SNAPSHOTS=1", sourceLocation: sourceLocation)
            return
        }
        guard text != expected else { return }
        let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let new = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line =
            zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
        let was = line < old.count ? old[line] : "(end)", now = line < new.count ? new[line] : "(end)"
        Issue.record("\(name):\(line + 1) differs\n  was: \(was)\n  now: \(now)", sourceLocation: sourceLocation)
    }
}
