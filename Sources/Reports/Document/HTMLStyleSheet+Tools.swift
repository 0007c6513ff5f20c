/// What evidence, digests and the script's tools look like.
extension HTMLStyleSheet {
    static let tools = """
        :root { --room: #2f9e5a; --over: #d4431b; --hover: #eef3f8; }
        @media screen and (prefers-color-scheme: dark) { :root { --room: #2f9e5a; --over: #ff7a52; --hover: #1c2530; } }
        [hidden] { display: none !important; }
        .strip { display: block; margin: 2px 0; max-width: 100%; }
        .strip text { fill: var(--muted); font-size: 11px; text-anchor: middle; font-variant-numeric: tabular-nums; }
        .strip text.effect { fill: var(--ink); font-weight: 600; }
        .strip .rail { stroke: var(--line); stroke-width: 6; stroke-linecap: round; }
        .strip .room { stroke: var(--room); stroke-width: 6; opacity: 0.45; }
        .strip .over { stroke: var(--over); stroke-width: 6; opacity: 0.5; }
        .strip .zero { stroke: var(--muted); stroke-width: 1.5; }
        .strip .limit { stroke: var(--ink); stroke-width: 2.5; }
        .strip .range { stroke: var(--muted); stroke-width: 2.5; stroke-linecap: round; }
        .strip circle.effect { fill: var(--ink); stroke: var(--card); stroke-width: 1.5; }
        .card .strip { margin: 4px 0 6px; }
        td.failed, td.error { background: var(--tint); }
        .digest { display: inline; margin: 0; }
        .digest summary { display: inline; padding: 0; font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 13px; }
        .digest[open] summary { display: none; }
        .digest code { font-size: 12px; user-select: all; }
        .operators td, .operators th { padding: 6px 12px; }
        .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin: 0 0 10px; }
        .tools:empty { display: none; }
        .tools input, .tools select {
          background: var(--card); color: var(--ink); border: 1px solid var(--line); border-radius: 8px;
          font: inherit; font-size: 14px; padding: 6px 10px; min-width: 0; max-width: 100%;
        }
        .tools input { width: 220px; }
        .narrow { display: none; }
        .sort {
          background: none; border: 0; color: inherit; cursor: pointer; font: inherit; margin: -4px; padding: 4px;
          text-align: inherit; white-space: inherit;
        }
        .sort:hover { color: var(--ink); }
        .sort::after { content: " ↕"; opacity: 0.35; }
        [aria-sort="ascending"] .sort::after { content: " ↑"; opacity: 1; }
        [aria-sort="descending"] .sort::after { content: " ↓"; opacity: 1; }
        .self { color: var(--muted); font-weight: 400; opacity: 0; text-decoration: none; }
        tr:hover .self, .self:focus { opacity: 1; }
        tbody tr:not(.group):hover > * { background: var(--hover); }
        tr.here > * { box-shadow: inset 0 2px var(--link), inset 0 -2px var(--link); }
        button:focus-visible, input:focus-visible, select:focus-visible, .pawl-chart:focus-visible {
          outline: 3px solid var(--link); outline-offset: 2px; border-radius: 6px;
        }
        .tip {
          position: absolute; z-index: 2; max-width: min(340px, 92vw); pointer-events: none; background: var(--ink); color: var(--page);
          border-radius: 8px; padding: 6px 10px; font-size: 13px; line-height: 1.4; font-variant-numeric: tabular-nums;
        }
        .reset {
          display: block; margin: 4px auto; background: var(--quiet-tint); color: var(--ink); border: 1px solid var(--line);
          border-radius: 8px; cursor: pointer; font: inherit; font-size: 13px; padding: 4px 12px;
        }
        .pawl-chart .spots a circle { cursor: pointer; }
        .pawl-chart .ring { fill: none; stroke: var(--ink); stroke-width: 2; pointer-events: none; }
        .pawl-chart .band { fill: var(--link); opacity: 0.18; pointer-events: none; }
        .pawl-chart .zoom .paper { fill: var(--card); }
        .pawl-chart .zoom .grid { stroke: var(--line); }
        .pawl-chart .zoom .line { stroke: var(--ink); stroke-width: 2.5; }
        .pawl-chart .zoom .dot { fill: var(--spark); }
        .pawl-chart .zoom text { fill: var(--muted); font-size: 12px; }
        @media screen and (max-width: 720px) {
          .narrow { display: block; }
          .tools input { flex: 1; }
          .strip { margin: 4px 0; }
          .sparks caption { width: 1px !important; padding: 0; }
          .sparks td { white-space: nowrap !important; }
          .gates td.number { text-align: left; color: var(--muted); font-size: 14px; }
          td.failed, td.error { border-radius: 6px; margin: 0 -6px; padding: 2px 6px !important; width: calc(100% + 12px) !important; }
        }
        @media print { .tools, .tip, .self, .reset { display: none; } .sort::after { content: ""; } }

        """
}
