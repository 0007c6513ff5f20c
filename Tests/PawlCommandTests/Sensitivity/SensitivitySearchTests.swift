import Records
import TestSupport
import Testing

@testable import PawlCommand

@Suite("Searching for layers to keep in float", .hangLimit)
struct SensitivitySearchTests {
    /// A model whose gate passes exactly when `passes` says so of the nodes kept; a node's damage is its harm alone.
    private final class ScriptedModel {
        let nodes: [QuantisableNode]
        var harm: [Double]
        var passes: (Set<Int>) -> Bool
        var trialsLeft = Int.max
        private(set) var asked: [Set<Int>] = []

        init(count: Int, harm: [Int: Double] = [:], passes: @escaping (Set<Int>) -> Bool) {
            nodes = (0..<count).map {
                QuantisableNode(name: "n\($0)", operatorType: $0 % 3 == 0 ? "Conv" : "MatMul", weightBytes: 100 + $0)
            }
            self.harm = (0..<count).map { harm[$0] ?? 0 }
            self.passes = passes
        }

        func search(
            _ grouping: SensitivitySearch.Grouping = .automatic, sweepsAnyway: Bool = false
        ) throws -> SensitivityFinding {
            var search = SensitivitySearch(nodes: nodes, grouping: grouping, sweepsAnyway: sweepsAnyway) {
                (sets) throws(SensitivityError) in sets.map(self.trial)
            }
            return try search.run()
        }

        private func trial(_ kept: Set<Int>) -> Trial? {
            guard trialsLeft > 0 else { return nil }
            trialsLeft -= 1
            asked.append(kept)
            let damage = nodes.indices.filter { !kept.contains($0) }.reduce(0) { $0 + harm[$1] }
            let state: Verdict.State = passes(kept) ? .passed : .failed
            return SensitivitySearchTests.trial(state, damage: damage)
        }
    }

    private static func trial(_ state: Verdict.State, damage: Double, distance: Double? = nil) -> Trial {
        Trial(
            readings: [
                Trial.Reading(
                    rule: "accuracy", metric: .accuracy, state: state, headline: "accuracy \(state)", effect: damage,
                    low: damage, high: damage, allowanceUsed: damage)
            ], distance: distance)
    }

    @Test("One harmful layer is found and nothing else is kept")
    func oneHarmfulLayerIsFound() throws {
        let model = ScriptedModel(count: 7, harm: [4: 30, 5: 0.3]) { $0.contains(4) }
        let finding = try model.search()
        #expect(finding.ending == .found && finding.kept == [4])
        #expect(finding.isMinimal && finding.triedEverySingle)
        #expect(finding.keptTrial?.passes == true)
        #expect(finding.sweep.map(\.unit) == (0..<7).map { [$0] })
        #expect(finding.sweep.max { $0.trial.damage < $1.trial.damage }?.unit == [4])
        #expect(Set(model.asked).count == model.asked.count, "no variant is made twice")
    }

    @Test("Nothing is kept where everything quantised passes")
    func nothingIsKeptWhereEverythingPasses() throws {
        let model = ScriptedModel(count: 5) { _ in true }
        let finding = try model.search()
        #expect(finding.ending == .passesWhole && finding.kept == [] && finding.sweep.isEmpty)
        #expect(model.asked.count == 2)
        #expect(try model.search(sweepsAnyway: true).sweep.count == 5)
    }

    @Test("A float model that does not pass is an error, not a search")
    func aFloatModelThatDoesNotPassIsAnError() {
        let model = ScriptedModel(count: 5) { _ in false }
        #expect(throws: SensitivityError.floatModelFails(verdict: "accuracy failed", isUndecided: false)) {
            try model.search()
        }
        #expect(model.asked.count == 2)
    }

    @Test("Several harmful layers are all kept, the harmless ones above them given back", arguments: [1, 2, 3, 7])
    func severalHarmfulLayersAreKept(count: Int) throws {
        let needed = Set((0..<count).map { 3 * $0 + 1 })
        // A decoy looks worst of all and matters nothing.
        var harm = Dictionary(uniqueKeysWithValues: needed.map { ($0, Double(2 + $0)) })
        harm[0] = 99
        let finding = try ScriptedModel(count: 24, harm: harm) { $0.isSuperset(of: needed) }.search()
        #expect(finding.ending == .found && finding.kept == needed && finding.isMinimal)
    }

    @Test("Layers that only hurt together are found though each looks harmless")
    func layersThatOnlyHurtTogetherAreFound() throws {
        // Either of the two is enough to keep.
        let pair: Set<Int> = [8, 17]
        let finding = try ScriptedModel(count: 20) { !$0.isDisjoint(with: pair) }.search()
        let kept = try #require(finding.kept)
        #expect(kept.count == 1 && kept.isSubset(of: pair))
    }

    @Test("A single layer that the sweep misleads about is found in the end")
    func aSingleLayerIsFoundInTheEnd() throws {
        // Keeping 2, 5 and 11 passes, but so does 9 alone, whose harm shows only where others are quantised.
        let finding = try ScriptedModel(count: 12, harm: [2: 9, 5: 8, 11: 7]) {
            $0.contains(9) || $0.isSuperset(of: [2, 5, 11])
        }.search()
        #expect(finding.kept == [9])
    }

    @Test("Groups are searched first, then what is in them", arguments: [61, 200, 1000])
    func groupsAreSearchedFirst(count: Int) throws {
        let needed: Set<Int> = [17, 18, count - 1]
        let model = ScriptedModel(count: count, harm: [17: 5, 18: 6, count - 1: 7]) { $0.isSuperset(of: needed) }
        let finding = try model.search()
        #expect(finding.kept == needed && finding.isMinimal)
        #expect(!finding.triedEverySingle, "too many for that, and it is said")
        #expect(model.asked.count < 200, "\(model.asked.count) variants")
        let widths = finding.sweep.map(\.unit.count)
        #expect(widths.contains { $0 > 1 } && widths.contains(1))
    }

    @Test("The user's groups come first", arguments: [SensitivitySearch.Grouping.neighbours(4), .operatorType])
    func theUsersGroupsComeFirst(grouping: SensitivitySearch.Grouping) throws {
        let finding = try ScriptedModel(count: 12, harm: [6: 5]) { $0.contains(6) }.search(grouping)
        #expect(finding.kept == [6] && finding.isMinimal)
        let first = try #require(finding.sweep.first).unit
        #expect(first == (grouping == .operatorType ? [0, 3, 6, 9] : [0, 1, 2, 3]))
    }

    @Test("A set from rules that are not monotone is minimal all the same")
    func aSetFromOddRulesIsMinimal() throws {
        for round in 1...50 {
            // A rule without sense, but for the float model, which passes.
            let seed = UInt64(round) &* 0xD134_2543_DE82_EF95
            let passes: (Set<Int>) -> Bool = { kept in
                if kept.count == 9 || kept.isEmpty { return kept.count == 9 }
                let bits = kept.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
                return ((bits &+ seed) &* 0x9E37_79B9_7F4A_7C15) >> 62 == 0
            }
            let finding = try ScriptedModel(count: 9, passes: passes).search()
            let kept = try #require(finding.kept)
            #expect(finding.ending == .found && passes(kept), "seed \(seed)")
            for node in kept {
                #expect(!passes(kept.subtracting([node])), "seed \(seed): \(node) can be given back")
            }
        }
    }

    @Test("When time is up, what was found so far is told and not called minimal", arguments: 0...20)
    func whenTimeIsUp(trials: Int) throws {
        let model = ScriptedModel(count: 8, harm: [1: 3, 2: 9, 6: 3]) { $0.isSuperset(of: [1, 6]) }
        model.trialsLeft = trials
        let finding = try model.search()
        #expect(finding.trials == model.asked.count && finding.trials <= trials)
        if finding.ending == .stopped {
            #expect(!finding.triedEverySingle)
            if let kept = finding.kept { #expect(kept.isSuperset(of: [1, 6]) && kept.count < 8) }
        } else {
            #expect(finding.kept == [1, 6])
        }
    }

    @Test("Undecided gates and gates without a value do not pass, and equal damage is ordered by distance")
    func undecidedDoesNotPass() {
        #expect(!Self.trial(.inconclusive, damage: 0).passes && !Self.trial(.error, damage: 0).passes)
        #expect(!Trial(readings: []).passes)
        let near = Self.trial(.passed, damage: 1, distance: 0.1), far = Self.trial(.passed, damage: 1, distance: 0.2)
        #expect(far.isWorse(than: near) && !near.isWorse(than: far) && !near.isWorse(than: near))
    }
}
