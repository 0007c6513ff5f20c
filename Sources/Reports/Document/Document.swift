/// What a report says, without a form: printers alone escape, wrap, colour and cut.
package struct Document: Sendable, Equatable {
    package var header: Header?
    package var blocks: [Block]
    /// What made it, from what; for files.
    package var footer: [Prose]
    /// Where everything is that a bounded text leaves out: `report.html and results.json have them`.
    package var elsewhere: String?

    package init(header: Header? = nil, blocks: [Block] = [], footer: [Prose] = [], elsewhere: String? = nil) {
        self.header = header
        self.blocks = blocks
        self.footer = footer
        self.elsewhere = elsewhere
    }

    /// What a document begins with.
    package struct Header: Sendable, Equatable {
        /// The verdict on everything.
        package var badge: StatusBadge?
        package var title: Prose
        /// The outcome, in a line.
        package var summary: Prose
        /// Lines below it.
        package var remarks: [Prose]
        /// When, where, of what; for files.
        package var facts: [Prose]
        /// What casts doubt on all of it.
        package var alert: Notices?
        /// What kind of document a page's tab names: `trend`.
        package var kind: String?

        package init(
            badge: StatusBadge? = nil, title: Prose, summary: Prose = "", remarks: [Prose] = [], facts: [Prose] = [],
            alert: Notices? = nil, kind: String? = nil
        ) {
            self.badge = badge
            self.title = title
            self.summary = summary
            self.remarks = remarks
            self.facts = facts
            self.alert = alert
            self.kind = kind
        }
    }

    package indirect enum Block: Sendable, Equatable {
        case section(Section)
        case paragraph(Prose)
        case facts(Facts)
        case table(Table)
        case items(Items)
        case findings([Finding])
        case card(Card)
        case details(Details)
        case picture(Picture)
        case notices(Notices)
        case verbatim(Verbatim)
        case group(Layout, [Block])
    }

    /// Which printers show a part.
    package enum Reach: Int, Sendable, Comparable {
        case pages, files, everywhere

        package static func < (one: Reach, other: Reach) -> Bool { one.rawValue < other.rawValue }
    }

    /// Where a part is shown closed, to be opened by who wants to know.
    package enum Fold: Sendable { case never, inMarkdown, inFiles }

    /// How blocks stand beside one another on a page.
    package enum Layout: String, Sendable { case suites, charts, environment, choice }

    package struct Section: Sendable, Equatable {
        /// Unique within the document; letters and hyphens.
        package var identifier: String
        package var title: Prose
        package var blocks: [Block]
        package var reach: Reach
        package var fold: Fold
        /// Of the room that a bounded text has, in relation to other sections.
        package var weight: Double

        package init(
            _ identifier: String, _ title: Prose, _ blocks: [Block], reach: Reach = .everywhere, fold: Fold = .never,
            weight: Double = 1
        ) {
            self.identifier = identifier
            self.title = title
            self.blocks = blocks
            self.reach = reach
            self.fold = fold
            self.weight = weight
        }
    }

    /// Names and what they stand for.
    package struct Facts: Sendable, Equatable {
        package var title: Prose
        package var rows: [(String, Prose)]

        package init(title: Prose = "", _ rows: [(String, Prose)]) {
            self.title = title
            self.rows = rows
        }

        package static func == (one: Facts, other: Facts) -> Bool {
            one.title == other.title
                && one.rows.elementsEqual(other.rows, by: ==)
        }
    }

    package struct Items: Sendable, Equatable {
        package var texts: [Prose]
        /// What they are, for saying how many were left out: `notes`.
        package var noun: String

        package init(_ texts: [Prose], noun: String = "lines") {
            self.texts = texts
            self.noun = noun
        }
    }

    /// Remarks that begin with one word: `warning`.
    package struct Notices: Sendable, Equatable {
        package var label: String
        package var standing: Standing
        package var texts: [Prose]

        package init(_ label: String, _ standing: Standing, _ texts: [Prose]) {
            self.label = label
            self.standing = standing
            self.texts = texts
        }
    }

    /// One thing that was found: what, from what cause, how certain; the statistics after that.
    package struct Finding: Sendable, Equatable {
        package var badge: StatusBadge
        /// What is judged: `latency p50 vs reference`.
        package var subject: Prose
        package var headline: Prose
        /// Cause and certainty, a line each.
        package var lines: [Prose]
        package var picture: Picture?
        package var statistics: [Prose]
        package var verbatim: Verbatim?
        /// The rule that it comes from, and its place.
        package var source: Prose

        package init(
            badge: StatusBadge, subject: Prose = "", headline: Prose, lines: [Prose] = [], picture: Picture? = nil,
            statistics: [Prose] = [], verbatim: Verbatim? = nil, source: Prose = ""
        ) {
            self.badge = badge
            self.subject = subject
            self.headline = headline
            self.lines = lines
            self.picture = picture
            self.statistics = statistics
            self.verbatim = verbatim
            self.source = source
        }
    }

    /// One subject with its picture and what was found of it.
    package struct Card: Sendable, Equatable {
        package var identifier: String
        package var standing: Standing
        package var title: Prose
        package var about: [Prose]
        package var picture: Picture?
        package var blocks: [Block]

        package init(
            _ identifier: String, standing: Standing = .quiet, title: Prose, about: [Prose] = [],
            picture: Picture? = nil, blocks: [Block]
        ) {
            self.identifier = identifier
            self.standing = standing
            self.title = title
            self.about = about
            self.picture = picture
            self.blocks = blocks
        }
    }

    /// What is closed wherever that can be.
    package struct Details: Sendable, Equatable {
        package var title: Prose
        package var blocks: [Block]
        package var reach: Reach

        package init(_ title: Prose, _ blocks: [Block], reach: Reach = .everywhere) {
            self.title = title
            self.blocks = blocks
            self.reach = reach
        }
    }

    /// Lines as somebody else wrote them, or as they have to be typed.
    package struct Verbatim: Sendable, Equatable {
        package var label: String
        package var lines: [String]

        package init(_ label: String, _ lines: [String]) {
            self.label = label
            self.lines = lines
        }
    }
}
