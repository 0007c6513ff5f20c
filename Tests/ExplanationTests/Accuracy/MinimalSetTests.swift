import Explanation
import Statistics
import TestSupport
import Testing

@Suite("Minimal sets", .hangLimit)
struct MinimalSetTests {
    @Test("are found whatever they are: no prefix, no range")
    func anySet() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let elements = Array(0..<Int.random(in: 1...40, using: &generator))
            let needed = Set(elements.shuffled(using: &generator).prefix(Int.random(in: 0...5, using: &generator)))
            let beginning = MinimalSet.shortestBeginning(of: elements) { needed.isSubset(of: $0) }
            #expect(beginning.count == max(1, (needed.max() ?? 0) + 1))
            let found = MinimalSet.minimised(beginning) { needed.isSubset(of: $0) }
            #expect(Set(found) == needed)
        }
    }

    @Test("are minimal where things stand for each other, too")
    func interactions() {
        // Either 3 and 8, or 5 alone: what is found cannot be made smaller, and is not always the smallest.
        func hasEffect(_ set: [Int]) -> Bool { set.contains(5) || (set.contains(3) && set.contains(8)) }
        let found = MinimalSet.minimised(Array(0..<10), hasEffect: hasEffect)
        #expect(hasEffect(found))
        for element in found { #expect(!hasEffect(found.filter { $0 != element })) }
    }

    @Test("cost few trials where the order is right, and stay logarithmic where it is not")
    func trials() {
        for (place, most) in [(0, 1), (1, 3), (99, 10)] {
            var asked = 0
            let beginning = MinimalSet.shortestBeginning(of: Array(0..<128)) {
                asked += 1
                return $0.contains(place)
            }
            #expect(beginning.last == place && asked <= most + 5, "\(place): \(asked)")
        }
    }
}

@Suite("The search for causes", .hangLimit)
struct CauseSearchTests {
    private func search(
        _ count: Int, order: [Int]? = nil, budget: Int = .max, passes: @escaping (Set<Int>) -> Bool
    ) throws -> CauseSearch.Finding {
        var left = budget
        var search = CauseSearch(order: order ?? Array(0..<count)) { set in
            guard left > 0 else { return nil }
            left -= 1
            return passes(set)
        }
        return try search.run()
    }

    @Test("finds one cause in three trials when it is suspected first")
    func first() throws {
        let finding = try search(60, order: [17] + (0..<60).filter { $0 != 17 }) { $0.contains(17) }
        #expect(finding.ending == .found && finding.causes == [17] && finding.isMinimal && finding.trials == 3)
    }

    @Test("finds several that are needed together")
    func several() throws {
        let finding = try search(30) { $0.isSuperset(of: [4, 19, 28]) }
        #expect(finding.ending == .found && finding.causes == [4, 19, 28] && finding.isMinimal)
    }

    @Test("says so when nothing is wrong, and when no layer is to blame")
    func neither() throws {
        #expect(try search(5) { _ in true }.ending == .passes)
        #expect(try search(5) { _ in false }.ending == .notRestored)
        #expect(try search(0) { _ in false }.ending == .notRestored)
    }

    @Test("tells what it has when time is up, if that is any use")
    func stopped() throws {
        let early = try search(30, budget: 2) { $0.contains(20) }
        #expect(early.ending == .stopped && early.causes.isEmpty)
        let late = try search(30, budget: 8) { $0.contains(20) }
        #expect(late.ending == .stopped && late.causes.contains(20) && !late.isMinimal)
    }
}
