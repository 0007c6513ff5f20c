/// Known answers, computed once with scikit-learn 1.9.1, SciPy 1.17.1 and NumPy 2.4.6 by `python3 known.py`:
///
///     import numpy as np
///     from sklearn.metrics import accuracy_score, f1_score, top_k_accuracy_score
///     from scipy.stats import entropy
///     from scipy.special import softmax
///     r = np.random.default_rng(7)
///     labels = r.integers(0, 5, 12)
///     ref = np.round(r.normal(size=(12, 6)) + 2.0 * np.eye(6)[labels], 2).astype("float32")
///     cand = np.round(ref + r.normal(scale=0.9, size=ref.shape), 2).astype("float32")
///     for s in (ref, cand):
///         p = s.argmax(1)
///         print(p, accuracy_score(labels, p), f1_score(labels, p, average="macro", zero_division=0))
///         print([top_k_accuracy_score(labels, s, k=k, labels=range(6)) for k in (2, 3)])
///     P, Q = softmax(ref.astype("float64"), axis=1), softmax(cand.astype("float64"), axis=1)
///     kl = entropy(P, Q, axis=1)
///     print(kl.mean(), kl, np.mean(ref.argmax(1) == cand.argmax(1)))
enum KnownResults {
    static let classes = 6
    static let labels: [Int32] = [4, 3, 3, 4, 2, 3, 4, 1, 0, 1, 1, 4]
    static let referenceScores: [Float] = [
        0.06, 1.34, -0.49, -0.62, 2.49, 0.36,
        0.11, -0.93, -0.03, 2.70, -1.34, -0.46,
        -1.90, -1.29, -1.84, 1.76, -1.27, 0.27,
        0.16, -0.19, -2.52, -0.54, 1.95, 0.11,
        -1.53, -0.48, 1.02, -0.81, 1.06, -0.81,
        -0.03, 0.88, -0.58, 1.89, 0.11, 0.06,
        -1.23, 0.08, 1.36, -1.55, 2.86, 0.12,
        -0.64, 4.00, 0.76, -1.20, 0.07, 0.58,
        1.81, 0.68, -0.07, 0.67, 1.44, -0.68,
        0.20, 1.54, 0.13, -1.19, -0.58, -0.20,
        0.90, 3.15, -1.32, -0.79, 0.65, -1.99,
        -0.46, -0.10, 1.26, 0.69, 1.67, -0.37,
    ]
    static let candidateScores: [Float] = [
        -0.17, 2.71, -0.88, -0.89, 2.81, 0.25,
        -0.07, -1.93, -0.04, 2.30, -0.29, 0.13,
        -1.92, -0.69, -2.15, 2.71, -1.27, 0.80,
        -1.00, 0.12, -4.04, -2.37, 1.68, -0.70,
        -1.38, 1.54, 0.27, -1.37, 1.24, -0.37,
        -0.19, 0.69, 0.05, 2.36, -0.82, -0.01,
        -1.20, -0.87, 1.59, -2.32, 3.73, 0.29,
        -0.56, 3.47, 0.65, -3.00, -0.95, 0.91,
        -0.11, 1.44, -1.64, 1.35, 0.68, 0.02,
        0.32, 0.16, 1.25, 0.11, -0.64, -0.45,
        0.76, 2.27, -0.33, -1.28, 0.60, -2.70,
        -1.02, -1.25, 2.39, 0.55, 2.54, -0.36,
    ]
    static let referencePredictions: [Int32] = [4, 3, 3, 4, 4, 3, 4, 1, 0, 1, 1, 4]
    static let candidatePredictions: [Int32] = [4, 3, 3, 4, 1, 3, 4, 1, 1, 2, 1, 4]
    static let referenceAccuracy = 0.9166666666666666
    static let referenceMacroF1 = 0.7777777777777778
    static let candidateAccuracy = 0.75
    static let candidateMacroF1 = 0.5142857142857142
    static let candidateTop2 = 0.75
    static let candidateTop3 = 0.9166666666666666
    static let agreement = 0.75
    static let meanDivergence = 0.19049510255300708
    static let divergences = [
        0.14652010134015053, 0.051213656346731036, 0.036688948460525506, 0.10179595369252323, 0.4088271784618255,
        0.08481915895480886, 0.07828779771603696, 0.02356656521156826, 0.5868972216185101, 0.5126034166777449,
        0.07194355207465333, 0.1827776800810073,
    ]
}
