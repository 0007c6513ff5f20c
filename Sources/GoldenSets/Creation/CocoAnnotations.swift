import Diagnostics
import Foundation
import Support

/// Boxes in the format of the COCO data set: `images`, `annotations` and `categories`.
///
/// Source: cocodataset.org, "Data format", object detection. A box is [x, y, width, height] in pixels of its image, from 0 at
/// the upper left corner.
struct CocoAnnotations {
    private struct Contents: Decodable {
        var images: [Image]
        var annotations: [Annotation]
        var categories: [Category]
    }

    private struct Image: Decodable {
        var id: Int
        var file_name: String
        var width: Double?
        var height: Double?
    }

    private struct Annotation: Decodable {
        var image_id: Int
        var category_id: Int
        var bbox: [Double]?
        var iscrowd: Crowd?
    }

    /// 0 or 1; some programs write false or true.
    private struct Crowd: Decodable {
        var isCrowd: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            isCrowd = try (try? container.decode(Bool.self)) ?? (container.decode(Int.self) != 0)
        }
    }

    private struct Category: Decodable {
        var id: Int
        var name: String
    }

    private let path: String
    private let contents: Contents

    /// More than the largest public set has; a file is read into memory.
    static let maximumBytes: UInt64 = 512 << 20

    /// Reads a file; nil when it cannot be used.
    init?(path: String, _ findings: inout CreationFindings) {
        self.path = path
        do {
            let file = try MappedFile(path: path, limit: Self.maximumBytes)
            contents = try withExtendedLifetime(file) {
                try JSONDecoder().decode(Contents.self, from: Data(file.bytes))
            }
        } catch let error as FileError {
            findings.add(error.diagnostics, of: .annotations)
            return nil
        } catch {
            findings.report(
                .annotations, "\(path) does not hold annotations in COCO's format",
                hint:
                    "it must have 'images' (id, file_name, width, height), 'annotations' (image_id, category_id, bbox) "
                    + "and 'categories' (id, name)", cause: Self.reason(error))
            return nil
        }
    }

    /// Objects of the samples, and the names of the classes.
    ///
    /// - Parameter classes: names in the order of the model's labels; nil takes the categories in the order of their ids.
    func boxes(
        of samples: [SampleFile], classes: [String]?, units: OutputDescription.Detection.Units,
        _ findings: inout CreationFindings
    ) -> ResolvedLabels {
        guard let (names, classOfCategory) = categories(classes, &findings) else { return .none }
        let sampleOfImage = match(samples, &findings)
        var boxes: [AnnotatedBox] = []
        for (number, annotation) in contents.annotations.enumerated() {
            guard let (image, sample) = sampleOfImage[annotation.image_id] else {
                findings.report(
                    .annotationValue,
                    "annotation \(number) (from 0) is of image \(annotation.image_id), which is not listed")
                continue
            }
            // Annotated images that nobody made a sample of are told of already.
            guard let sample else { continue }
            guard let box = annotation.bbox, box.count == 4, box.allSatisfy({ abs($0) < 1e9 }), box[2] >= 0, box[3] >= 0
            else {
                findings.report(
                    .annotationValue, "annotation \(number) (from 0), of \(image.file_name.prefix(60)), has no box",
                    hint: "'bbox' is [x, y, width, height], its sizes not below 0")
                continue
            }
            guard let index = classOfCategory[annotation.category_id] else {
                findings.report(
                    .annotationValue,
                    "annotation \(number) (from 0) is of category \(annotation.category_id), which has no name")
                continue
            }
            guard let placed = place(box, in: image, units, &findings) else { continue }
            boxes.append(
                AnnotatedBox(
                    sample: sample, classIndex: index, box: placed, isCrowd: annotation.iscrowd?.isCrowd ?? false))
        }
        if boxes.isEmpty, findings.isEmpty {
            findings.report(.annotations, "\(path) has no object in any of the \(samples.count) samples")
        }
        return .boxes(boxes, names: names)
    }

    private func place(
        _ box: [Double], in image: Image, _ units: OutputDescription.Detection.Units, _ findings: inout CreationFindings
    ) -> [Double]? {
        if units == .image { return box }
        guard let width = image.width, let height = image.height, width > 0, height > 0, width < 1e9, height < 1e9
        else {
            findings.report(
                .annotationValue, "\(image.file_name.prefix(60)) has no width and height",
                hint: "boxes that the model places in other units are scaled by them")
            return nil
        }
        switch units {
        case .image: return box
        case .relative: return [box[0] / width, box[1] / height, box[2] / width, box[3] / height]
        case .input(let across, let down):
            return [
                box[0] * Double(across) / width, box[1] * Double(down) / height, box[2] * Double(across) / width,
                box[3] * Double(down) / height,
            ]
        }
    }

    /// Names of classes, and the index of each category.
    private func categories(
        _ classes: [String]?, _ findings: inout CreationFindings
    ) -> (names: [String], indices: [Int: Int])? {
        let ordered = contents.categories.sorted { $0.id < $1.id }
        guard Set(ordered.map(\.id)).count == ordered.count, Set(ordered.map(\.name)).count == ordered.count,
            !ordered.isEmpty
        else {
            findings.report(.annotations, "\(path) has no categories, or two with the same id or name")
            return nil
        }
        var names = classes ?? ordered.map(\.name)
        let known = Set(ordered.map(\.name))
        // Lists of labels fill the gaps between ids with lines such as "???".
        var seen: Set<String> = []
        for index in names.indices where !seen.insert(names[index]).inserted || names[index].isEmpty {
            guard !known.contains(names[index]) else { continue }
            names[index] = "\(names[index].isEmpty ? "unnamed" : names[index]) \(index)"
            seen.insert(names[index])
        }
        let index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        for name in names where TextLines.hasControlCharacter(name) || name.isEmpty {
            findings.report(.className, "the class '\(name)' is empty or has a control character in it")
        }
        if index.count < names.count {
            findings.report(.className, "a category has two lines in the list of classes")
        }
        for category in ordered where index[category.name] == nil {
            findings.report(
                .className, "the category '\(category.name.prefix(60))' is no line of the list of classes",
                hint: "--classes FILE has a class a line, in the order of the labels that the model returns")
        }
        guard findings.isEmpty else { return nil }
        return (names, Dictionary(ordered.map { ($0.id, index[$0.name]!) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The image of each id, and its sample where there is one.
    private func match(
        _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> [Int: (image: Image, sample: Int?)] {
        let names = SampleNames(samples)
        // Sets name images by a path of their own: the file's name decides where the path is no sample.
        let byBase = Dictionary(
            samples.enumerated().map { (($1.name as NSString).lastPathComponent, Optional($0)) },
            uniquingKeysWith: { _, _ in nil })
        var result: [Int: (Image, Int?)] = [:]
        var imageOfSample: [Int: String] = [:]
        for image in contents.images {
            let base = ((image.file_name as NSString).lastPathComponent as NSString).deletingPathExtension
            var sample: Int?
            switch names[image.file_name] {
            case .exact(let index)?, .otherExtension(let index)?: sample = index
            case nil: sample = byBase[base] ?? nil
            }
            if let known = sample, let other = imageOfSample.updateValue(image.file_name, forKey: known) {
                findings.report(
                    .annotations,
                    "\(other.prefix(60)) and \(image.file_name.prefix(60)) would both be \(samples[known].relativePath)"
                )
            }
            if sample == nil {
                findings.report(
                    .annotationWithoutSample, .warning, "\(image.file_name.prefix(60)) has no sample and is left out")
            }
            if result.updateValue((image, sample), forKey: image.id) != nil {
                findings.report(.annotations, "two images have the id \(image.id)")
            }
        }
        for (index, sample) in samples.enumerated() where imageOfSample[index] == nil {
            findings.report(
                .sampleWithoutImage, "\(sample.relativePath) is no image of the annotations",
                hint: "a sample has the name of its image, whatever the extension: 000139.npz for 000139.jpg")
        }
        return result
    }

    private static func reason(_ error: any Error) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context)?: return "'\(key.stringValue)' is missing in '\(place(context))'"
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
            return "'\(place(context))' is of another kind"
        case .dataCorrupted(let context)?: return context.debugDescription
        default: return "it cannot be read"
        }
    }
}

/// An object that a sample shows, in the units in which the model places it.
struct AnnotatedBox: Equatable {
    /// Counted from 0.
    var sample: Int
    var classIndex: Int
    /// Left, top, width, height.
    var box: [Double]
    /// Whether it marks a crowd of objects that are not annotated one by one.
    var isCrowd: Bool
}
