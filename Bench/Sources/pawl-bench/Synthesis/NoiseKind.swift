/// What disturbs a machine, as synthetic traces have it.
enum NoiseKind: String, CaseIterable {
    /// Independent inferences, and nothing else.
    case none = "independent"
    /// Speed wanders: first-order autoregressive on the logarithm, standard deviation 2 %, correlation time 2 s.
    case drift
    /// About every 3 s, for 0.3 s on average, everything takes 15 % longer.
    case bursts
    /// One inference in fifty takes longer by a Pareto amount (shape 1.5).
    case heavyTails = "heavy tails"
    /// A neighbour works 0.35 s of every second and takes 8 %.
    case periodicNeighbour = "periodic neighbour"

    var seed: UInt64 { UInt64(Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}
