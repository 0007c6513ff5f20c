/// The page's style sheet: light and dark, wide and narrow, screen and paper. Text has a contrast of at least 4.5 to 1.
enum HTMLStyleSheet {
    static let text = """
        :root {
          color-scheme: light dark;
          --page: #f6f7f9; --card: #ffffff; --ink: #1f2328; --muted: #57606a; --line: #dfe3e8;
          --passed: #17693a; --passed-tint: #e3f4e9;
          --failed: #b02a0c; --failed-tint: #fdeae4;
          --undecided: #7d5200; --undecided-tint: #fdf1d6;
          --error: #8e2a6a; --error-tint: #f9e7f2;
          --quiet: #57606a; --quiet-tint: #eceff2;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --page: #0d1117; --card: #161b22; --ink: #e6edf3; --muted: #9da7b3; --line: #30363d;
            --passed: #56d38a; --passed-tint: #12301f;
            --failed: #ff9b7d; --failed-tint: #3d1a10;
            --undecided: #eebc55; --undecided-tint: #362708;
            --error: #f096c9; --error-tint: #371529;
            --quiet: #9da7b3; --quiet-tint: #21262d;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--page); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
          overflow-wrap: anywhere;
        }
        main, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
        footer { color: var(--muted); font-size: 14px; padding-bottom: 40px; }
        h2 { font-size: 22px; line-height: 1.3; margin: 44px 0 14px; }
        h3 { font-size: 18px; line-height: 1.35; margin: 6px 0 10px; }
        ul { margin: 8px 0; padding-left: 22px; }
        li { margin: 3px 0; }
        pre {
          background: var(--quiet-tint); border-radius: 8px; padding: 10px 14px; overflow-x: auto; font-size: 13px;
          white-space: pre-wrap;
        }
        .verdict {
          background: var(--tint); border-left: 8px solid var(--tone); border-radius: 0 14px 14px 0;
          margin: 32px 0 0; padding: 22px 28px;
        }
        .verdict p { margin: 0; }
        .verdict .word { color: var(--tone); font-size: 44px; font-weight: 800; line-height: 1.1; letter-spacing: 0.01em; }
        .verdict h1 { font-size: 26px; line-height: 1.3; margin: 6px 0 2px; }
        .verdict .tally { font-size: 18px; }
        .verdict .facts { color: var(--muted); font-size: 14px; margin-top: 10px; }
        .verdict .load { font-size: 14px; margin-top: 6px; }
        .verdict, .badge, .mark, .card { --tone: var(--quiet); --tint: var(--quiet-tint); }
        .passed { --tone: var(--passed); --tint: var(--passed-tint); }
        .failed { --tone: var(--failed); --tint: var(--failed-tint); }
        .undecided, .note { --tone: var(--undecided); --tint: var(--undecided-tint); }
        .error { --tone: var(--error); --tint: var(--error-tint); }
        .mark { color: var(--tone); font-weight: 700; }
        .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .badge {
          display: inline-block; background: var(--tint); color: var(--tone); border-radius: 999px;
          font-size: 13px; font-weight: 700; line-height: 1; padding: 6px 11px; white-space: nowrap;
        }
        .card {
          background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--tone);
          border-radius: 10px; margin: 0 0 14px; padding: 16px 20px; break-inside: avoid;
        }
        .card .about { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; color: var(--muted); margin: 0; }
        .card .rule { color: var(--muted); font-size: 14px; margin: 10px 0 0; }
        code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 14px; }
        table {
          width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card);
          border: 1px solid var(--line); border-radius: 10px; font-size: 15px;
        }
        caption { color: var(--muted); font-size: 14px; padding: 0 0 10px; text-align: left; caption-side: top; }
        th, td { border-top: 1px solid var(--line); padding: 9px 12px; text-align: left; vertical-align: top; }
        thead th { border-top: 0; color: var(--muted); font-size: 13px; font-weight: 600; white-space: nowrap; }
        tbody th { font-weight: 500; }
        tr.group th { background: var(--quiet-tint); font-weight: 700; }
        .gates td:first-child, .gates td:last-child { white-space: nowrap; width: 1%; }
        .gates tbody th[scope="row"] { width: 32%; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        .cells .number { white-space: nowrap; }
        .cells tbody th { font-weight: 600; min-width: 10em; }
        small { color: var(--muted); display: block; font-size: 13px; }
        details { margin-top: 14px; }
        summary { cursor: pointer; color: var(--muted); padding: 6px 0; }
        .fold { margin-top: 30px; }
        .fold > summary > h2 { display: inline; color: var(--ink); margin: 0 0 0 4px; }
        .fold[open] > summary { margin-bottom: 8px; }
        .card > details { font-size: 14px; margin-top: 6px; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 16px; }
        figure {
          background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0; padding: 8px;
          break-inside: avoid;
        }
        .pawl-chart { display: block; width: 100%; max-width: 520px; height: auto; margin: 0 auto; }
        .environment { columns: 2 380px; column-gap: 16px; }
        section.facts {
          background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0 0 16px;
          padding: 12px 18px; break-inside: avoid;
        }
        section.facts h3 { font-size: 16px; margin: 0 0 6px; }
        dl { margin: 0; font-size: 14px; }
        dl div { display: flex; gap: 12px; padding: 3px 0; }
        dt { color: var(--muted); flex: 0 0 38%; }
        dd { margin: 0; flex: 1; }
        dd em { color: var(--muted); }
        @media screen and (max-width: 720px) {
          main, footer { padding: 0 14px; }
          .verdict { margin-top: 14px; padding: 18px 18px; }
          .verdict .word { font-size: 36px; }
          table, tbody, tr, th, td, caption { display: block; width: 100% !important; }
          caption { padding: 12px 14px; }
          figure { padding: 2px; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tbody tr { border-top: 1px solid var(--line); padding: 10px 14px; }
          tbody:first-of-type tr:first-child { border-top: 0; }
          tr.group { padding: 8px 14px; background: var(--quiet-tint); }
          tr.group th { background: none; }
          th, td { border: 0; padding: 2px 0; white-space: normal !important; }
          .cells td, .runs td, .facts-table td {
            display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0 8px; text-align: right;
          }
          .cells td::before, .runs td::before, .facts-table td::before {
            content: attr(data-label); color: var(--muted); margin-right: auto; text-align: left;
          }
          .gates td { padding: 4px 0; }
          td:empty { display: none !important; }
          small { display: inline; }
        }
        @media print {
          :root { --page: #ffffff; }
          body { font-size: 10pt; }
          table { font-size: 9pt; }
          th, td { padding: 5px 8px; }
          .charts { grid-template-columns: 1fr 1fr; }
          .environment { columns: 2; }
          tr.group { break-after: avoid; }
          main, footer { max-width: none; padding: 0; }
          h2 { break-after: avoid; }
          tr, .verdict { break-inside: avoid; }
          details > summary { display: none; }
          .verdict, .badge, tr.group th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }

        """
}
