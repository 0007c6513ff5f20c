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

    @Test(
        "Anything else is none",
        arguments: [
            "", "ort", "ort=", "ort=onnxruntime", "ort=onnxruntime=1", "=onnxruntime==1", "ort===1",
            "ort=onnxruntime==",
            "ort=x==1,", "ort=x==1,ort=y==2", "ort=x==1==2",
        ])
    func nonsense(text: String) { #expect(RuntimeSubstitution.parse(text) == nil) }
}
