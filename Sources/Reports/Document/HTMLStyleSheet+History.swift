/// What pages with links, sparklines and lists over time add. Nothing on them moves, so no motion has to be reduced.
extension HTMLStyleSheet {
    static let history = """
        :root { --link: #0a5299; --spark: #0067a3; }
        @media screen and (prefers-color-scheme: dark) { :root { --link: #79b8ff; --spark: #58a6ff; } }
        a { color: var(--link); }
        a:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
          outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px;
        }
        .skip { position: absolute; left: -9999px; top: 0; background: var(--card); padding: 10px 16px; z-index: 1; }
        .skip:focus { left: 0; }
        nav { max-width: 1080px; margin: 0 auto; padding: 14px 20px 0; font-size: 15px; }
        nav ol { display: flex; flex-wrap: wrap; list-style: none; margin: 0; padding: 0; }
        nav li { margin: 0; }
        nav li + li::before { content: "›"; color: var(--muted); padding: 0 9px; }
        header.title { margin: 26px 0 0; }
        header.title h1 { font-size: 30px; line-height: 1.25; margin: 0; }
        header.title p { color: var(--muted); margin: 6px 0 0; }
        .suites { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 16px; margin-top: 24px; }
        .suites .card { margin: 0; }
        .suites h2 { font-size: 20px; margin: 0 0 6px; }
        .suites p { margin: 4px 0; }
        .sparks { border: 0; border-radius: 0; font-size: 14px; margin-top: 10px; }
        .sparks caption, .sparks thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .sparks th, .sparks td { padding: 4px 0 4px 12px; vertical-align: middle; }
        .sparks th { padding-left: 0; }
        .sparks td { width: 1%; white-space: nowrap; }
        .spark { display: block; width: 130px; height: 30px; }
        .cells td > .spark, .cells td > a > .spark { display: inline-block; vertical-align: middle; }
        .spark path { fill: none; stroke: var(--spark); stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
        .spark circle { fill: var(--spark); }
        .spark .change { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 2; }
        .spark .regression { stroke: var(--failed); stroke-width: 2; stroke-dasharray: none; }
        .scroll { overflow-x: auto; }
        .matrix thead th { white-space: normal; min-width: 11em; }
        .quiet { color: var(--muted); }
        .card.quiet { --tone: var(--line); color: inherit; }
        .badge.quiet { color: var(--quiet); }
        .pictured { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 460px); gap: 4px 28px; }
        .pictured > figure { border: 0; padding: 0; }
        .pictured p { margin: 0; }
        .card > div > div { border-top: 1px solid var(--line); margin-top: 12px; padding-top: 12px; }
        .card > div > div .quiet { font-size: 14px; }
        .choice { display: grid; grid-template-columns: minmax(0, 400px) minmax(0, 1fr); gap: 6px 20px; align-items: start; margin-bottom: 28px; }
        .runs td:not(:nth-of-type(2)), .runs tbody th { white-space: nowrap; }
        .matrix td { text-align: right; }
        .runs tbody th { font-weight: 500; }
        .series small { white-space: nowrap; }
        .choice table { font-size: 14px; }
        .choice th, .choice td { padding: 8px 9px; }
        .runs td, .runs th { vertical-align: middle; }
        @media screen and (max-width: 980px) {
          .pictured, .choice { display: block; }
          .pictured > figure { margin-top: 12px; }
          .choice figure { margin: 10px 0 14px; }
        }
        @media screen and (max-width: 720px) {
          nav { padding: 12px 14px 0; }
          header.title h1 { font-size: 25px; }
          .sparks { display: table; }
          .sparks tbody { display: table-row-group; }
          .sparks tr { display: table-row; }
          .sparks th, .sparks td { display: table-cell; width: auto !important; border-top: 1px solid var(--line); padding: 4px 0; }
          .sparks .spark { width: 100px; }
          .series small { margin-left: 6px; }
          .choice th, .choice td { padding: 2px 0; }
        }
        @media print {
          a { color: inherit; text-decoration: none; }
          nav, .skip { display: none; }
          .scroll { overflow: visible; }
          .suites .card, .pictured, .choice { break-inside: avoid; }
          .pictured { grid-template-columns: 1fr 1fr; }
          .choice { display: block; }
          .choice figure { max-width: 300px; margin: 8px 0; }
          .matrix td, .matrix th, .runs td, .runs tbody th { white-space: normal !important; }
          .matrix thead th { min-width: 0; }
        }

        """
}
