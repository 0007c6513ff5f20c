import Foundation
import Support

@testable import RuntimeLibraries

/// A package index on this machine that has versions of the toy package, and what is needed to install from it.
final class ToyIndex {
    struct File: Codable, Equatable {
        var filename: String
        var sha256: String
        var size: Int
        var yanked: String?
    }

    /// Pages as JSON where they are asked for so, or only as HTML, which tells no sizes.
    enum Style: String, CaseIterable { case json, html }

    let package: ToyPackage
    private let place: TemporaryFolder
    private var server: LineProtocolProcess?
    private let port: String
    private var files: [File] = []

    private static let server = """
        import html, http.server, json, os, sys
        root, style = sys.argv[1:]
        os.chdir(root)

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *words): pass

            def do_GET(self):
                if self.path.startswith("/files/"):
                    return super().do_GET()
                if self.path != "/simple/toy/":
                    return self.send_error(404)
                with open("listing.json") as file:
                    files = json.load(file)
                if style == "json":
                    kind = "application/vnd.pypi.simple.v1+json"
                    page = json.dumps({"meta": {"api-version": "1.1"}, "name": "toy", "versions": [], "files": [
                        {"filename": f["filename"], "url": "/files/" + f["filename"], "hashes": {"sha256": f["sha256"]},
                         "size": f["size"], "yanked": f.get("yanked") or False} for f in files]})
                else:
                    kind = "text/html"
                    page = "<!DOCTYPE html><body>" + "".join(
                        '<a href="../../files/%s#sha256=%s"%s>%s</a><br/>' % (
                            f["filename"], f["sha256"],
                            ' data-yanked="%s"' % html.escape(f["yanked"]) if f.get("yanked") else "", f["filename"])
                        for f in files)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(page.encode())

        served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(served.server_port, flush=True)
        served.serve_forever()
        """

    private static let builder = """
        import base64, hashlib, sys, zipfile
        path, version, member, content = sys.argv[1:]
        folder = "toy-%s.dist-info/" % version
        files = {
            member: content, "toy/not-needed.py": "raise SystemExit",
            folder + "METADATA": "Metadata-Version: 2.1\\nName: toy\\nVersion: %s\\n" % version,
            folder + "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: false\\n",
        }
        def digest(text):
            return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        record = "".join("%s,sha256=%s,%d\\n" % (name, digest(text), len(text)) for name, text in files.items())
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
            for name, text in files.items():
                wheel.writestr(name, text)
            wheel.writestr(folder + "RECORD", record + folder + "RECORD,,\\n")
        """

    init(_ style: Style = .json) throws {
        package = try ToyPackage()
        place = try TemporaryFolder()
        try AtomicFile.makeFolder(place.file("files"))
        try AtomicFile.write("[]", to: place.file("listing.json"))
        let python = try PythonInterpreter.find(
            in: PawlFolder(path: "/nowhere"), environment: ToyPackage.processEnvironment)
        let server = try LineProtocolProcess(
            [python.path, "-c", Self.server, place.path, style.rawValue], environment: ToyPackage.processEnvironment,
            interruption: Interruption())
        port = try server.ask(nil, timeoutSeconds: 60)
        self.server = server
    }

    /// From here on nobody answers.
    func stop() { server = nil }

    /// pip asks this index and no other.
    var environment: [String: String] {
        var environment = ToyPackage.processEnvironment.filter { !$0.key.hasPrefix("PIP_") && $0.key != "CI" }
        environment["PIP_CONFIG_FILE"] = "/dev/null"
        environment["PIP_INDEX_URL"] = "http://127.0.0.1:\(port)/simple"
        environment["PIP_RETRIES"] = "0"
        environment["no_proxy"] = "127.0.0.1"
        return environment
    }

    var folder: PawlFolder { package.folder }
    var lockText: String { (try? String(contentsOfFile: folder.lockFile.path, encoding: .utf8)) ?? "" }
    var installed: InstalledRuntimes { InstalledRuntimes(in: folder, catalogue: [package.release]) }
    var index: RuntimeIndex {
        RuntimeIndex(folder: folder, catalogue: [package.release], environment: environment)
    }

    func installer(_ policy: LockPolicy = .resolve) -> RuntimeInstaller {
        RuntimeInstaller(
            folder: folder, cache: package.cache, catalogue: [package.release], environment: environment,
            policy: policy)
    }

    static func file(of version: String, _ architecture: String) -> String {
        "toy-\(version)-py3-none-manylinux_2_17_\(architecture).whl"
    }

    /// Offers a version, or another file of the same name.
    func publish(
        _ version: String, for architectures: [String] = ["x86_64", "aarch64"], content: String? = nil,
        member: String = ToyPackage.library, yanked: String? = nil
    ) throws {
        for architecture in architectures {
            let name = Self.file(of: version, architecture)
            let path = place.file("files/\(name)")
            let python = try PythonInterpreter.find(
                in: PawlFolder(path: "/nowhere"), environment: ToyPackage.processEnvironment)
            let outcome = try python.run(
                ["-c", Self.builder, path, version, member, content ?? "library \(version) \(architecture)"],
                timeoutSeconds: 60)
            guard outcome.succeeded else {
                throw RuntimeLibraryError.unpackFailed(file: name, reason: outcome.standardError)
            }
            files.removeAll { $0.filename == name }
            files.append(
                File(
                    filename: name, sha256: try SHA256.hexadecimal(ofFile: path),
                    size: try Data(contentsOf: URL(fileURLWithPath: path)).count, yanked: yanked))
        }
        try AtomicFile.write(try JSONEncoder().encode(files), to: place.file("listing.json"))
    }

    func forgetDownloads() throws { try FileManager.default.removeItem(atPath: package.cache.path) }
}
