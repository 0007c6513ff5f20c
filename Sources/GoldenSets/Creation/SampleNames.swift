import Diagnostics
import Foundation

/// Finds samples by what tables and annotations call them: the path from the samples' folder, with or without its extension or
/// with another one, since labels are often those of the pictures that samples were made of.
struct SampleNames {
    enum Match: Equatable {
        case exact(Int)
        /// Under the name of another file, `0001.jpg` for `0001.npz`.
        case otherExtension(Int)
    }

    private var exact: [String: Int] = [:]
    private let samples: [SampleFile]

    init(_ samples: [SampleFile]) {
        self.samples = samples
        for (index, sample) in samples.enumerated() {
            exact[sample.relativePath] = index
            exact[sample.name] = index
        }
    }

    subscript(_ given: String) -> Match? {
        let name = given.hasPrefix("./") ? String(given.dropFirst(2)) : given
        if let index = exact[name] { return .exact(index) }
        let stem = (name as NSString).deletingPathExtension
        return stem == name ? nil : exact[stem].map(Match.otherExtension)
    }

    /// What was probably meant.
    func suggestion(for name: String) -> String? {
        Suggestion.closest(to: name, among: samples.prefix(1000).map(\.relativePath))
    }
}
