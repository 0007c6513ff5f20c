/// What a page can do beside being read: tables that sort and filter, rows that can be linked to, charts whose points say what they
/// are, lead to their run and can be looked at closer. A page is whole without it; it loads nothing, sends nothing and keeps nothing.
///
/// Text from outside only ever becomes the text of an element, never markup.
enum HTMLScript {
    /// A page may be mailed and kept by the thousand: it stays small.
    static let maximumBytes = 15_000

    /// As it stands in a page: without the space before its lines.
    static let text = source.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n") + "\n"

    private static let source = #"""

        "use strict";
        document.addEventListener("DOMContentLoaded", () => {
          const SVG = "http://www.w3.org/2000/svg";
          const all = (selector, within = document) => [...within.querySelectorAll(selector)];
          const make = (name, text, kind) => {
            const element = document.createElement(name);
            if (text) element.textContent = text;
            if (kind) element.className = kind;
            return element;
          };

          // Tables: values with units compare as quantities, a dash comes last.
          const units = { ns: 1e-9, "µs": 1e-6, "μs": 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400,
            B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
          const words = cell => cell.textContent.trim();
          const amount = cell => {
            const text = words(cell).replace(/\u2212/g, "-");
            if (/^\d{4}-\d\d/.test(text)) return text;
            const found = text.match(/^[^\w+-]*([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([a-zµμA-Z]+)?/);
            if (found) return Number(found[1]) * (Object.hasOwn(units, found[2]) ? units[found[2]] : 1);
            return text && !text.startsWith("–") ? text.toLowerCase() : null;
          };
          const compare = (one, other) => {
            if (one === null || other === null) return (one === null) - (other === null);
            if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
            return typeof one === "number" ? one - other : one.localeCompare(other, "en", { numeric: true });
          };
          const rowsOf = table => all("tbody > tr:not(.group)", table);
          const sort = (table, column, order) => {
            for (const body of table.tBodies) {
              const rows = all("tr:not(.group)", body);
              rows.forEach(row => { row.place ??= rows.indexOf(row); });
              const keys = new Map(rows.map(row => [row, amount(row.cells[column])]));
              rows.sort((one, other) => {
                if (!order) return one.place - other.place;
                const [a, b] = [keys.get(one), keys.get(other)];
                return (a === null || b === null ? compare(a, b) : order * compare(a, b)) || one.place - other.place;
              });
              body.append(...rows);
            }
            all("thead th", table).forEach((head, index) => {
              const state = index === column && order ? (order > 0 ? "ascending" : "descending") : "none";
              head.setAttribute("aria-sort", state);
            });
          };
          const filter = (table, text, note) => {
            const terms = text.toLowerCase().split(/\s+/).filter(Boolean);
            const rows = rowsOf(table);
            let shown = 0;
            for (const body of table.tBodies) {
              const title = all("tr.group", body).map(words).join(" ");
              let any = false;
              for (const row of all("tr:not(.group)", body)) {
                const content = (title + " " + words(row)).toLowerCase();
                row.hidden = !terms.every(term => content.includes(term));
                if (!row.hidden) { any = true; shown += 1; }
              }
              body.hidden = !any;
            }
            note.textContent = terms.length ? shown + " of " + rows.length : "";
          };
          for (const table of all("table")) {
            const rows = rowsOf(table);
            const heads = all("thead th", table);
            if (rows.length < 2 || heads.length < 2 || table.matches(".confusion, .sparks")) continue;
            heads.forEach((head, column) => {
              if (!words(head)) return;
              const button = make("button", words(head), "sort");
              button.type = "button";
              head.replaceChildren(button);
              head.setAttribute("aria-sort", "none");
              // Larger first suits numbers, the alphabet suits names; the third time is as it was.
              const isNumber = head.classList.contains("number");
              button.addEventListener("click", () => {
                const now = head.getAttribute("aria-sort");
                const first = isNumber ? "descending" : "ascending";
                const next = now === "none" ? first : now === first ? (isNumber ? "ascending" : "descending") : "none";
                sort(table, column, { ascending: 1, descending: -1, none: 0 }[next]);
              });
            });
            const bar = make("div", "", "tools");
            const caption = table.caption ? words(table.caption) : "table";
            const choice = make("select", "", "narrow");
            choice.setAttribute("aria-label", "Sort: " + caption);
            choice.append(new Option("Sort by …", ""));
            heads.forEach((head, column) => words(head) && choice.append(new Option(words(head), String(column))));
            choice.addEventListener("change", () => {
              const column = choice.value === "" ? 0 : Number(choice.value);
              const isNumber = heads[column].classList.contains("number");
              sort(table, column, choice.value === "" ? 0 : isNumber ? -1 : 1);
            });
            bar.append(choice);
            if (rows.length >= 6) {
              const input = make("input");
              input.type = "search";
              input.placeholder = "Filter";
              input.setAttribute("aria-label", "Filter: " + caption);
              const note = make("span", "", "quiet");
              note.setAttribute("role", "status");
              input.addEventListener("input", () => filter(table, input.value, note));
              bar.append(input, note);
            }
            const place = table.closest(".scroll") || table;
            place.before(bar);
          }

          // Rows: each has an address made of its section and its name.
          const slug = text => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80);
          const taken = new Set(all("[id]").map(element => element.id));
          const reveal = () => {
            let id;
            try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
            const row = id && document.getElementById(id);
            all("tr.here").forEach(other => other.classList.remove("here"));
            if (!row) return;
            for (let node = row.parentElement; node; node = node.parentElement) {
              if (node.localName === "details") node.open = true;
            }
            if (row.localName === "tr") row.classList.add("here");
            row.scrollIntoView({ block: "center" });
          };
          for (const head of all("tbody th[scope=row]")) {
            const row = head.parentElement;
            const section = row.closest("section[aria-labelledby]");
            const group = row.closest("tbody").querySelector("tr.group");
            const parts = [section ? section.getAttribute("aria-labelledby") : "row"];
            if (group) parts.push(slug(words(group)));
            parts.push(slug(words(head)));
            const base = parts.join("--");
            let id = base;
            for (let number = 2; taken.has(id); number += 1) id = base + "-" + number;
            taken.add(id);
            row.id = id;
            const link = make("a", "#", "self");
            link.href = "#" + encodeURIComponent(id);
            link.setAttribute("aria-label", "Link to this row");
            head.insertBefore(link, head.querySelector(":scope > small"));
            link.before(" ");
          }
          addEventListener("hashchange", reveal);
          if (location.hash) reveal();

          // Charts: the nearest point says what it is.
          const tip = make("div", "", "tip");
          tip.hidden = true;
          tip.setAttribute("role", "status");
          document.body.append(tip);
          const number = (text, count) => (text || "").split(" ").map(Number).slice(0, count);
          for (const spots of all("svg.pawl-chart g.spots")) {
            const chart = spots.ownerSVGElement;
            const points = all("circle", spots).map(circle => {
              const title = circle.querySelector("title");
              const text = title ? title.textContent : "";
              if (title) title.remove();
              const anchor = circle.closest("a");
              return { x: +circle.getAttribute("cx"), y: +circle.getAttribute("cy"), text, circle,
                href: anchor && anchor.getAttribute("href") };
            });
            let shown = points;
            let current = -1;
            const ring = document.createElementNS(SVG, "circle");
            ring.setAttribute("class", "ring");
            ring.setAttribute("r", "6");
            ring.setAttribute("visibility", "hidden");
            chart.append(ring);
            const local = event => {
              const point = new DOMPoint(event.clientX, event.clientY);
              return point.matrixTransform(chart.getScreenCTM().inverse());
            };
            const hide = () => { current = -1; tip.hidden = true; ring.setAttribute("visibility", "hidden"); };
            const show = index => {
              current = index;
              const point = shown[index];
              ring.setAttribute("cx", point.x);
              ring.setAttribute("cy", point.y);
              ring.setAttribute("visibility", "visible");
              tip.textContent = point.text + (point.href ? " · click opens the run" : "");
              tip.hidden = false;
              const place = new DOMPoint(point.x, point.y).matrixTransform(chart.getScreenCTM());
              const left = Math.min(Math.max(place.x - tip.offsetWidth / 2, 4), innerWidth - tip.offsetWidth - 4);
              const top = place.y - tip.offsetHeight - 12;
              // By the object model, which the policy allows; a style attribute it would not.
              tip.style.left = left + scrollX + "px";
              tip.style.top = (top < 4 ? place.y + 14 : top) + scrollY + "px";
            };
            const nearest = (place, reach) => {
              let best = -1;
              let least = reach * reach;
              shown.forEach((point, index) => {
                const distance = (point.x - place.x) ** 2 + (point.y - place.y) ** 2;
                if (distance <= least) { least = distance; best = index; }
              });
              return best;
            };
            const open = index => { if (index >= 0 && shown[index].href) location.href = shown[index].href; };
            chart.setAttribute("tabindex", "0");
            chart.addEventListener("keydown", event => {
              const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
              if (step && shown.length) {
                event.preventDefault();
                show(Math.min(Math.max(current < 0 ? (step > 0 ? 0 : shown.length - 1) : current + step, 0), shown.length - 1));
              } else if (event.key === "Enter") { open(current); } else if (event.key === "Escape") { reset(); hide(); }
            });
            chart.addEventListener("blur", hide);
            chart.addEventListener("pointerleave", hide);

            // Zoom: what was dragged over fills the plot.
            const frame = spots.dataset.plot ? number(spots.dataset.plot, 4) : null;
            let layer = null;
            let start = null;
            let band = null;
            const button = make("button", "Whole time", "reset");
            button.type = "button";
            button.hidden = true;
            if (frame) chart.after(button);
            const reset = () => {
              if (layer) layer.remove();
              layer = null;
              shown = points;
              spots.removeAttribute("display");
              button.hidden = true;
            };
            button.addEventListener("click", () => { reset(); hide(); });
            const draw = (name, values, kind, text) => {
              const element = document.createElementNS(SVG, name);
              for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
              if (kind) element.setAttribute("class", kind);
              if (text) element.textContent = text;
              return element;
            };
            const nice = (low, high, count) => {
              const rough = (high - low) / count;
              const power = 10 ** Math.floor(Math.log10(rough));
              const step = [1, 2, 5, 10].map(factor => factor * power).find(value => value >= rough * 0.999);
              const ticks = [];
              for (let value = Math.ceil(low / step) * step; value <= high && ticks.length < 12; value += step) ticks.push(value);
              return { ticks, digits: Math.min(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), 12) };
            };
            const zoom = (a, b) => {
              const [left, top, right, bottom] = frame;
              const inside = shown.filter(point => point.x >= a && point.x <= b);
              if (inside.length < 2) return;
              // Places on the whole chart, whatever part of it is shown now.
              const from = Math.min(...inside.map(point => point.home ? point.home.x : point.x)) - 1;
              const to = Math.max(...inside.map(point => point.home ? point.home.x : point.x)) + 1;
              reset();
              const part = points.filter(point => point.x >= from && point.x <= to);
              const heights = part.map(point => point.y);
              const middle = (Math.min(...heights) + Math.max(...heights)) / 2;
              const half = Math.max((Math.max(...heights) - Math.min(...heights)) / 2 * 1.15, 1);
              const x = place => left + (place - from) / (to - from) * (right - left);
              const y = place => top + (place - middle + half) / (2 * half) * (bottom - top);
              layer = draw("g", {}, "zoom");
              layer.append(draw("rect", { x: 0, y: top - 24, width: right + 16, height: bottom - top + 62 }, "paper"));
              const [first, last] = number(spots.dataset.time, 2);
              const time = place => first + (place - left) / (right - left) * (last - first);
              const span = time(to) - time(from);
              for (let tick = 0; tick < 4; tick += 1) {
                const place = from + (to - from) * tick / 3;
                const moment = new Date(time(place) * 1000);
                const iso = spots.dataset.count || isNaN(moment) ? "" : moment.toISOString();
                const label = !iso ? String(Math.round(time(place)))
                  : span > 4 * 86400 ? iso.slice(0, 10) : iso.slice(5, 16).replace("T", " ");
                const anchor = tick === 0 ? "start" : tick === 3 ? "end" : "middle";
                layer.append(draw("line", { x1: x(place), x2: x(place), y1: top, y2: bottom }, "grid"),
                  draw("text", { x: x(place), y: bottom + 20, "text-anchor": anchor }, "", label));
              }
              const [low, high] = number(spots.dataset.values, 2);
              const value = place => {
                const share = (bottom - place) / (bottom - top);
                return spots.dataset.log ? low * (high / low) ** share : low + share * (high - low);
              };
              const place = amount => bottom - (bottom - top) * (spots.dataset.log
                ? Math.log(amount / low) / Math.log(high / low) : (amount - low) / (high - low));
              const axis = nice(value(middle + half), value(middle - half), 4);
              for (const tick of axis.ticks) {
                layer.append(draw("line", { x1: left, x2: right, y1: y(place(tick)), y2: y(place(tick)) }, "grid"),
                  draw("text", { x: left - 8, y: y(place(tick)) + 4, "text-anchor": "end" }, "", tick.toFixed(axis.digits)));
              }
              layer.append(draw("text", { x: left - 8, y: top - 12, "text-anchor": "end" }, "", spots.dataset.unit));
              for (const path of all("path.level", spots)) {
                const [x1, y1, x2, y2] = path.getAttribute("d").match(/-?[\d.]+/g).map(Number);
                if (x2 < from || x1 > to) continue;
                const at = spot => x1 === x2 ? y1 : y1 + (y2 - y1) * (spot - x1) / (x2 - x1);
                const ends = [Math.max(x1, from), Math.min(x2, to)];
                if (ends.some(spot => y(at(spot)) < top || y(at(spot)) > bottom)) continue;
                layer.append(draw("line", { x1: x(ends[0]), x2: x(ends[1]), y1: y(at(ends[0])), y2: y(at(ends[1])) }, "line"));
              }
              shown = part.map(point => ({ ...point, home: point, x: x(point.x), y: y(point.y) }));
              for (const point of shown) layer.append(draw("circle", { cx: point.x, cy: point.y, r: 3.2 }, "dot"));
              spots.setAttribute("display", "none");
              chart.insertBefore(layer, ring);
              button.hidden = false;
              hide();
            };
            let dragged = false;
            chart.addEventListener("pointerdown", event => {
              dragged = false;
              if (frame && event.pointerType !== "touch" && event.button === 0) { start = local(event).x; }
            });
            chart.addEventListener("pointermove", event => {
              const place = local(event);
              if (start !== null && Math.abs(place.x - start) > 4) {
                dragged = true;
                hide();
                if (!band) { band = draw("rect", { y: frame[1], height: frame[3] - frame[1] }, "band"); chart.append(band); }
                band.setAttribute("x", Math.min(start, place.x));
                band.setAttribute("width", Math.abs(place.x - start));
                return;
              }
              if (event.pointerType === "touch") return;
              const index = nearest(place, 18);
              if (index >= 0) show(index); else hide();
            });
            addEventListener("pointerup", event => {
              if (start !== null && dragged) {
                const end = local(event).x;
                zoom(Math.min(start, end), Math.max(start, end));
              }
              start = null;
              if (band) band.remove();
              band = null;
            });
            chart.addEventListener("click", event => {
              event.preventDefault();
              if (dragged) return;
              // A finger covers what it points at: its first touch says what is there, the second one goes.
              const index = nearest(local(event), event.pointerType === "touch" ? 30 : 18);
              if (event.pointerType !== "touch" || index === current) open(index);
              else if (index >= 0) show(index); else hide();
            });
            chart.addEventListener("dragstart", event => event.preventDefault());
            chart.addEventListener("dblclick", () => { reset(); hide(); });
          }
        });

        """#
}
