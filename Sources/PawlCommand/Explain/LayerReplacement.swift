import Diagnostics
import Explanation
import ModelFormats

/// Makes a candidate with some of its layers computed in float, as its reference computes them.
final class LayerReplacement: VariantMaker {
    let nodes: [QuantisableNode]
    /// Layers that read their inputs as the candidate quantises them, also in float.
    var quantisedInputs: Set<Int> = []
    private let correspondence: ModelCorrespondence

    init(_ correspondence: ModelCorrespondence) {
        self.correspondence = correspondence
        nodes = correspondence.layers.map {
            QuantisableNode(name: $0.name, operatorType: $0.operatorType, weightBytes: $0.weightBytes)
        }
    }

    /// - Parameter kept: layers in float.
    /// - Returns: true: a file is always written.
    func make(keeping kept: Set<Int>, output: String) throws(SensitivityError) -> Bool {
        do throws(OnnxGraftError) {
            let draft = try correspondence.candidate(inFloat: kept, quantisedInputs: quantisedInputs)
            do throws(ModelFormatError) {
                try draft.write(to: output)
            } catch {
                throw .malformed(error.diagnostics.first?.message ?? "")
            }
        } catch {
            throw .refused(
                message: "layers of the reference cannot be put into the candidate: \(error.reason)",
                hint: "make the candidate from the same export as its reference, without changing its operator set")
        }
        return true
    }
}
