import Foundation
import InferenceCore

extension TFLiteModel {
    /// How much a file says of the sizes of detections: converters have written all three.
    public enum DetectionSizes: String, Sendable, CaseIterable {
        case stated, open, unsaid
    }

    /// The four best detections of six anchors and three classes behind a background, as SSD models end: the size of the outputs
    /// comes from the operator's options.
    ///
    /// The anchors lie on the diagonal, 0.12 apart and 0.3 wide, so that none hides another (intersection over union .22).
    public static func detection(_ sizes: DetectionSizes) -> TFLiteModel {
        var anchors: [Float] = []
        for index in 0..<6 {
            let centre = Float(0.2 + 0.12 * Double(index))
            anchors += [centre, centre, 0.3, 0.3]
        }
        let names = ["boxes", "classes", "scores", "count"]
        let shapes: [[Int]] =
            switch sizes {
            case .stated: [[1, 4, 4], [1, 4], [1, 4], [1]]
            case .open: [[1, -1, 4], [1, -1], [1, -1], [1]]
            case .unsaid: [[], [], [], []]
            }
        var node = Node(.custom, ["encodings", "class_scores", "anchors"], names)
        node.custom = ("TFLite_Detection_PostProcess", detectionOptions)
        return TFLiteModel(
            inputs: [Port("encodings", .float32, [1, 6, 4]), Port("class_scores", .float32, [1, 6, 4])],
            outputs: zip(names, shapes).map { Port($0, .float32, $1) },
            constants: [Constant(Port("anchors", .float32, [6, 4]), anchors)], nodes: [node])
    }

    /// A FlexBuffers map: max_detections 4, max_classes_per_detection 1, nms_score_threshold 1e-8, nms_iou_threshold .5,
    /// num_classes 3, y_scale and x_scale 10, h_scale and w_scale 5.
    private static let detectionOptions =
        Data(
            base64Encoded:
                "bWF4X2RldGVjdGlvbnMAbWF4X2NsYXNzZXNfcGVyX2RldGVjdGlvbgBubXNfc2NvcmVfdGhyZXNob2xkAG5tc19pb3VfdGhyZXNo"
                + "b2xkAG51bV9jbGFzc2VzAHlfc2NhbGUAeF9zY2FsZQBoX3NjYWxlAHdfc2NhbGUACRFufkJXMg8gKQAAAAwAAAAAAAAAAQAAAAAA"
                + "AAAJAAAAAAAAAAAAAAAAABRAAQAAAAAAAAAEAAAAAAAAAAAAAAAAAOA/Ooww4o55RT4DAAAAAAAAAAAAAAAAABRAAAAAAAAAJEAA"
                + "AAAAAAAkQA8HBw8PBw8PD1EnAQ==") ?? Data()

    /// y = x + kept, where `kept` is a variable: a tensor that lives from one inference to the next.
    public static let stateful: TFLiteModel = {
        var model = TFLiteModel(
            inputs: [Port("x", .float32, [4])], outputs: [Port("y", .float32, [4])],
            nodes: [Node(.add, ["x", "kept"], ["y"])])
        model.variables = [Port("kept", .float32, [4])]
        return model
    }()
}
