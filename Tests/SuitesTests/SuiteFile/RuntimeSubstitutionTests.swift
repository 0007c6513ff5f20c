import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct RuntimeSubstitutionTests {
    @Test("One, or several with commas between") func parsing() {
        #expect(
            RuntimeSubstitution.parse("ort=onnxruntime==1.31.1") == [
                RuntimeSubstitution(label: "ort", name: "onnxruntime", version: "1.31.1")
            ])
        #expect(RuntimeSubstitution.parse("a=x==1,b=y==2")?.map(\.label) == ["a", "b"])
    }

    @Test("A library in the place of a release is what has a slash in it or ends as libraries do") func libraries() {
        for path in ["../build/libonnxruntime.so", "lib.so", "lib.so.1.33.0", "/a=b/c==d.so"] {
            #expect(RuntimeSubstitution.parse("ort=\(path)") == [RuntimeSubstitution(label: "ort", .library(path))])
        }
    }

    @Test("A library is asked for its version, but for one of LiteRT") func substituted() throws {
        let suite = try SuiteText.read(
            """
            pawl: 1
            suite: demo
            golden_sets: { g: a }
            runtimes:
              ort: { name: onnxruntime, version: 1.31.1, library: old.so, threads: 2 }
              lite: { name: litert, version: 2.3.0 }
            models: { m: { golden_set: g, variants: { v: { file: v.onnx, runtime: ort } } } }

            """)
        let changed = try #require(
            suite.substituting([
                RuntimeSubstitution(label: "ort", .library("/new.so")),
                RuntimeSubstitution(label: "lite", .library("/lite.so")),
            ]))
        #expect(changed.runtimes["ort"]?.version == "" && changed.runtimes["ort"]?.library == "/new.so")
        #expect(changed.runtimes["ort"]?.threads == 2)
        #expect(changed.runtimes["lite"]?.version == "2.3.0" && changed.runtimes["lite"]?.library == "/lite.so")
        let release = RuntimeSubstitution(label: "ort", name: "onnxruntime", version: "1.20.1")
        #expect(suite.substituting([release])?.runtimes["ort"]?.library == nil)
    }

    @Test(
        "Anything else is none",
        arguments: [
            "", "ort", "ort=", "ort=onnxruntime", "ort=onnxruntime=1", "=onnxruntime==1", "ort===1",
            "ort=onnxruntime==",
            "ort=x==1,", "ort=x==1,ort=y==2", "ort=x==1==2",
        ])
    func nonsense(text: String) { #expect(RuntimeSubstitution.parse(text) == nil) }
}
