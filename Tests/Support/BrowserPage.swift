import Foundation

/// Whether this machine has a browser to use pages with; `PAWL_REQUIRE_CHROMIUM=1` turns a skip into a failure.
public let hasChromium =
    ProcessInfo.processInfo.environment["PAWL_REQUIRE_CHROMIUM"] == "1"
    || (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/chromium")
    }

/// A page in a headless Chromium, used as a reader uses it: through events of a mouse and a keyboard, by the browser's debugging
/// protocol over pipes. No network is involved, and the page's own policy holds: what is asked of the page does not pass through it.
public final class BrowserPage {
    public enum Failure: Error { case ended, refused(String) }

    private let process = Process()
    private let requests = Pipe(), answers = Pipe()
    private var unread = Data()
    private var lastRequest = 0
    private var session: String?
    /// What the browser complained about: a violated policy, an exception of a script.
    public private(set) var complaints: [String] = []

    /// - Parameters:
    ///   - profile: an empty folder for the browser's own files.
    ///   - scheme: `light` or `dark`.
    public init(
        profile: String, width: Int = 1280, height: Int = 900, scheme: String = "light", runsScripts: Bool = true
    )
        throws
    {
        let options = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--no-first-run", "--disable-extensions", "--disable-background-networking", "--user-data-dir=\(profile)",
            "--remote-debugging-pipe", "about:blank",
        ]
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // The protocol's two pipes have to be descriptors 3 and 4.
        process.arguments =
            [
                "-c", "exec chromium \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null", "chromium",
            ] + options
        process.standardInput = requests
        process.standardOutput = answers
        try process.run()
        let target = try ask("Target.createTarget", ["url": "about:blank"])
        session =
            try ask("Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])["sessionId"]
            as? String
        for domain in ["Page", "Runtime", "Log"] { try ask("\(domain).enable") }
        try ask(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
        try ask(
            "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": scheme]]])
        if !runsScripts { try ask("Emulation.setScriptExecutionDisabled", ["value": true]) }
    }

    deinit {
        try? requests.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }

    public func open(_ path: String, fragment: String = "") throws {
        let address = URL(fileURLWithPath: path).absoluteString + (fragment.isEmpty ? "" : "#\(fragment)")
        // To another fragment of the same page nothing would be loaded.
        try load("about:blank")
        try load(address)
    }

    private func load(_ address: String) throws {
        try ask("Page.navigate", ["url": address])
        wait { try $0.text("location.href + ' ' + document.readyState") == address + " complete" }
    }

    /// Until something holds. A page that is leaving answers with an error, which is no answer.
    public func wait(until holds: (BrowserPage) throws -> Bool) {
        while process.isRunning, (try? holds(self)) != true {}
    }

    /// The value of an expression, as JSON has it.
    @discardableResult
    public func evaluate(_ expression: String) throws -> Any? {
        let answer = try ask(
            "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
        if let details = answer["exceptionDetails"] as? [String: Any] {
            throw Failure.refused("\(expression): \(details["text"] ?? ""), \(details["exception"] ?? "")")
        }
        return (answer["result"] as? [String: Any])?["value"]
    }

    public func text(_ expression: String) throws -> String { try evaluate(expression) as? String ?? "" }
    public func texts(_ expression: String) throws -> [String] { try evaluate(expression) as? [String] ?? [] }
    public func number(_ expression: String) throws -> Double {
        (try evaluate(expression) as? NSNumber)?.doubleValue ?? .nan
    }

    // MARK: - A reader's hands

    /// The middle of an element, scrolled into view.
    public func place(of element: String) throws -> (x: Double, y: Double) {
        let script = """
            (() => { const e = \(element); e.scrollIntoView({ block: "center" });
            const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()
            """
        let place = (try evaluate(script) as? [NSNumber] ?? []).map(\.doubleValue)
        guard place.count == 2 else { throw Failure.refused("no place of \(element)") }
        return (place[0], place[1])
    }

    public func click(_ element: String) throws { try click(at: place(of: element)) }

    public func click(at place: (x: Double, y: Double)) throws {
        try move(to: place)
        try mouse("mousePressed", place, buttons: 1)
        try mouse("mouseReleased", place, buttons: 0)
    }

    public func move(to place: (x: Double, y: Double)) throws { try mouse("mouseMoved", place, buttons: 0) }

    public func drag(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) throws {
        try move(to: start)
        try mouse("mousePressed", start, buttons: 1)
        for step in 1...4 {
            let share = Double(step) / 4
            try mouse(
                "mouseMoved", (start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share), buttons: 1)
        }
        try mouse("mouseReleased", end, buttons: 0)
    }

    public func type(_ text: String, into element: String) throws {
        try click(element)
        try ask("Input.insertText", ["text": text])
    }

    public func press(_ key: String) throws {
        for kind in ["keyDown", "keyUp"] { try ask("Input.dispatchKeyEvent", ["type": kind, "key": key]) }
    }

    private func mouse(_ kind: String, _ place: (x: Double, y: Double), buttons: Int) throws {
        let isMove = kind == "mouseMoved"
        try ask(
            "Input.dispatchMouseEvent",
            [
                "type": kind, "x": place.x, "y": place.y, "button": isMove && buttons == 0 ? "none" : "left",
                "buttons": buttons, "clickCount": isMove ? 0 : 1,
            ])
    }

    // MARK: - The protocol

    /// A picture of the whole page.
    public func picture() throws -> Data {
        let answer = try ask("Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true])
        return (answer["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
    }

    @discardableResult
    private func ask(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        lastRequest += 1
        var request: [String: Any] = ["id": lastRequest, "method": method, "params": parameters]
        if let session { request["sessionId"] = session }
        try requests.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: request) + [0])
        while true {
            let message = try nextMessage()
            if message["id"] as? Int == lastRequest {
                if let error = message["error"] as? [String: Any] {
                    throw Failure.refused("\(method): \(error["message"] ?? "")")
                }
                return message["result"] as? [String: Any] ?? [:]
            }
            note(message)
        }
    }

    private func note(_ event: [String: Any]) {
        let parameters = event["params"] as? [String: Any] ?? [:]
        switch event["method"] as? String {
        case "Log.entryAdded":
            let entry = parameters["entry"] as? [String: Any] ?? [:]
            complaints.append("\(entry["source"] ?? ""): \(entry["text"] ?? "")")
        case "Runtime.exceptionThrown": complaints.append("\(parameters["exceptionDetails"] ?? "")")
        case "Page.javascriptDialogOpening": complaints.append("dialog: \(parameters["message"] ?? "")")
        default: break
        }
    }

    /// Messages end with a zero byte.
    private func nextMessage() throws -> [String: Any] {
        while true {
            if let end = unread.firstIndex(of: 0) {
                let message = unread[unread.startIndex..<end]
                unread = Data(unread[unread.index(after: end)...])
                return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
            }
            let data = answers.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Failure.ended }
            unread += data
        }
    }
}
