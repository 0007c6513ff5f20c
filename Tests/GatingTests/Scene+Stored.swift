import Foundation
import Records

extension Scene {
    /// int8 of today (cell 1) against int8 of an earlier run (cell 2), each measured alone in 16 launches.
    static func stored(
        change: Double, launchSpread: Double = 0.003, history: [Double] = [0.01, -0.01, 0.008, -0.008, 0.004, -0.004]
    ) -> Scene {
        let day = 86_400.0
        var scene = Scene(effects: [])
        func launches(_ shift: Double) -> [LaunchRecord] {
            Scene.effects(mean: shift, spread: launchSpread).enumerated().map {
                Scene.launch($0.offset, pair: nil, latency: 4e6 * exp($0.element))
            }
        }
        scene.run.pairs = []
        scene.run.startedAt = Date(timeIntervalSince1970: 20 * day)
        scene.run.cells[1].launches = launches(change)
        var baseline = scene.run.cells[1]
        baseline.id = 2
        baseline.side = .baseline
        baseline.launches = launches(0)
        scene.run.cells.append(baseline)
        scene.run.storedBaseline = StoredBaselineRecord(
            run: "3f2a1b0c-0000", startedAt: Date(timeIntervalSince1970: 10 * day),
            suite: SuiteReference(name: "demo", file: "s.yaml", digest: ""), pawlVersion: "0", hostName: "h",
            machineFingerprint: "f", gitCommit: "5b9284a4d1c0ffee", gitIsDirty: true,
            history: history.enumerated().map { index, shift in
                EarlierLevel(
                    run: "past-\(index)", startedAt: Date(timeIntervalSince1970: Double(index) * day),
                    model: "magika", variant: "int8", metric: .latencyP50, mean: log(4e6) + shift,
                    standardError: 0.001, degreesOfFreedom: 13, launches: 16)
            })
        return scene
    }
}
