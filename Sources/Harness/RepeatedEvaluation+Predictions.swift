import Records

extension RepeatedEvaluation {
    /// Holds fresh answers against earlier ones; nil when one of the two keeps no digests of its samples.
    ///
    /// - Parameter run: of the earlier ones.
    init?(of fresh: AccuracyRecord, _ earlier: AccuracyRecord, run: String) {
        guard let ours = fresh.origin, let theirs = earlier.origin,
            ours.sampleDigests.count == theirs.sampleDigests.count
        else { return nil }
        let samples = zip(ours.sampleDigests, theirs.sampleDigests).count { $0 != $1 }
        self.init(
            run: run, evaluatedAt: theirs.evaluatedAt,
            // The digest of all scores has the last word: it sees what 64 bits a sample might miss.
            differingSamples: ours.scoresDigest == theirs.scoresDigest ? 0 : max(samples, 1),
            differingPredictions: zip(fresh.predictions, earlier.predictions).count { $0 != $1 }
                + zip(fresh.texts, earlier.texts).count { $0 != $1 })
    }
}
