import Foundation
import Records
import TestSupport
import Testing
import Trends

@testable import Reports

@Suite("Links to commits and builds", .hangLimit)
struct ReportLinkTests {
    private static let commit = String(repeating: "5b9284a4d1", count: 4)

    @Test(
        "Remotes of well-known shape lead to commits",
        arguments: [
            ("https://github.com/owner/name.git", "https://github.com/owner/name/commit/"),
            ("https://github.com/owner/name", "https://github.com/owner/name/commit/"),
            ("https://github.com/owner/name/", "https://github.com/owner/name/commit/"),
            ("git@github.com:owner/name.git", "https://github.com/owner/name/commit/"),
            ("ssh://git@github.com/owner/name.git", "https://github.com/owner/name/commit/"),
            ("ssh://git@git.example.org:2222/team/sub/name.git", "https://git.example.org/team/sub/name/commit/"),
            ("https://git.example.org:8443/team/name.git", "https://git.example.org:8443/team/name/commit/"),
            ("git@gitlab.com:group/sub/name.git", "https://gitlab.com/group/sub/name/-/commit/"),
            ("https://gitlab.example.org/group/name.git", "https://gitlab.example.org/group/name/-/commit/"),
            ("git@bitbucket.org:owner/name.git", "https://bitbucket.org/owner/name/commits/"),
            ("https://GitHub.com/Owner/Name_x.y.git", "https://github.com/Owner/Name_x.y/commit/"),
        ])
    func links(remote: String, start: String) throws {
        #expect(try #require(CommitLinks(remote: remote)).address(of: Self.commit) == start + Self.commit)
    }

    @Test(
        "Whoever connects, and their password or token, never reaches a page",
        arguments: [
            "https://user:s3cr3t@github.com/owner/name.git", "https://s3cr3t@github.com/owner/name.git",
            "https://oauth2:s3cr3t@github.com/owner/name", "https://a@b:s3cr3t@github.com/owner/name.git",
            "ssh://s3cr3t:x@github.com/owner/name.git",
        ])
    func credentials(remote: String) throws {
        var model = SampleRun.report
        let links = try #require(CommitLinks(remote: remote))
        model.commits = links
        for text in [model.document().html, model.document().markdown, model.document().terminal(200)] {
            #expect(!text.contains("s3cr3t"))
        }
        #expect(model.document().html.contains("<a href=\"https://github.com/owner/name/commit/5b9284a4d1c0ffee"))
    }

    @Test(
        "Any other remote makes no link",
        arguments: [
            "", "name", "/srv/git/name.git", "../name", "file:///srv/git/name.git", "http://github.com/owner/name.git",
            "git://github.com/owner/name.git", "ext::sh -c x", "javascript:alert(1)//a.b/c",
            "javascript://github.com/%0aalert(1)/x",
            "https://github.com/owner", "https://github.com/", "https:///owner/name", "https://localhost/owner/name",
            "https://github.com/owner/name?token=s3cr3t", "https://github.com/owner/name#x",
            "https://github.com/owner/../name",
            "https://github.com/owner/./name", "https://github.com//owner/name", "https://git hub.com/owner/name",
            "https://github.com/ow\"ner/name", "https://github.com/owner/na<me", "https://github.com/owner/na'me",
            "https://github.com\\@evil.example/owner/name", "https://github.com/owner/name\nx",
            "https://gïthub.com/owner/name",
            "git@github.com:owner/na me.git", "git@-x.com:owner/name", "github.com:owner/name", "C:\\work\\name",
            "https://github.com:99999999/owner/name", "https://github.com:x/owner/name", "git@github.com:/../../x",
            "https://github.com/" + String(repeating: "a/", count: 400) + "b",
        ])
    func refused(remote: String) { #expect(CommitLinks(remote: remote) == nil, "\(remote)") }

    @Test(
        "Only digits of a commit are linked",
        arguments: [
            "", "abc", "5b9284a4d1c0", "x" + String(repeating: "a", count: 39),
            "../" + String(repeating: "a", count: 40), String(repeating: "a", count: 65),
        ])
    func commits(text: String) throws {
        #expect(try #require(CommitLinks(remote: "git@github.com:o/n.git")).address(of: text) == nil)
    }

    @Test(
        "What lies between two commits is linked where the host has a page of it",
        arguments: [
            ("git@github.com:o/n.git", "https://github.com/o/n/compare/"),
            ("git@gitlab.com:o/n.git", "https://gitlab.com/o/n/-/compare/"), ("git@bitbucket.org:o/n.git", nil),
        ] as [(String, String?)])
    func comparisons(remote: String, start: String?) throws {
        let links = try #require(CommitLinks(remote: remote))
        let last = String(repeating: "b", count: 40)
        #expect(links.address(from: Self.commit, to: last) == start.map { "\($0)\(Self.commit)...\(last)" })
        #expect(links.address(from: Self.commit, to: "main") == nil)
    }

    @Test("A trend's change leads to what lies between its commits, in the form that has pages to lead to")
    func trend() throws {
        var report = SampleTrend.report
        let place = try #require(report.series.firstIndex { !$0.changes.isEmpty })
        let last = String(repeating: "b", count: 40)
        report.series[place].changes[0].commits = [Self.commit, last + "-dirty"]
        let document = report.document(commits: CommitLinks(remote: "git@github.com:o/n.git"))
        let address = "https://github.com/o/n/compare/\(Self.commit)...\(last)"
        #expect(document.html.contains("<a href=\"\(address)\">5b9284a..bbbbbbb-dirty</a>"))
        #expect(document.markdown.contains("(<\(address)>)"))
        #expect(!document.terminal(200).contains("https"))
    }

    private static let builds: [([String: String], String?)] = [
        (
            ["GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/n", "GITHUB_RUN_ID": "17"],
            "https://github.com/o/n/actions/runs/17"
        ),
        (["CI_JOB_URL": "https://gitlab.example.org/g/n/-/jobs/4"], "https://gitlab.example.org/g/n/-/jobs/4"),
        (["BUILD_URL": "http://jenkins:8080/job/pawl%20gate/12/"], "http://jenkins:8080/job/pawl%20gate/12/"),
        (["GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/n"], nil), ([:], nil),
        (["BUILD_URL": ""], nil),
        (["BUILD_URL": "javascript:alert(1)"], nil), (["CI_JOB_URL": "https://user:token@gitlab.example.org/x"], nil),
        (["CI_JOB_URL": "https://gitlab.example.org/x?private_token=1"], nil),
        (["BUILD_URL": "https://a.example/) [x](https://evil.example"], nil),
        (["BUILD_URL": "https://a.example/>x"], nil),
        (["GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/n\">", "GITHUB_RUN_ID": "17"], nil),
    ]

    @Test("The build of a CI system is linked where its variables hold a plain address", arguments: builds.indices)
    func build(index: Int) throws {
        let (environment, address) = Self.builds[index]
        let build = CIBuild(environment: environment)
        #expect(build?.address == address)
        var model = SampleRun.report
        model.build = build
        #expect(model.document().markdown.contains("[build with all files](<") == (address != nil))
        if let address {
            #expect(model.document().markdown.contains("[build with all files](<\(address)>)"))
            #expect(model.document().html.contains("<a href=\"\(address)\">build with all files</a>"))
        }
    }
}
