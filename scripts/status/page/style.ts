/** The page's style sheet. Two palettes; sizes in rem, so that a reader's own font size counts. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --edge: #dfe3e8; --text: #1d2530; --soft: #5d6876;
  --used: #3b6fb6; --cache: #2c9a74; --free: #c3cad4; --track: #eef0f4; --band: #2c9a7433;
  --good: #1f7a55; --note: #2f5f9e; --warn: #9a5b00; --bad: #b3261e; --near: #d08a1d; --over: #c9453b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --card: #1a2028; --edge: #2d3540; --text: #e4e8ee; --soft: #9aa5b3;
    --used: #7fabe6; --cache: #58c39b; --free: #4a5563; --track: #252c36; --band: #58c39b38;
    --good: #6fd0a6; --note: #8fb8ee; --warn: #eeb35c; --bad: #ff8a80; --near: #e0a54a; --over: #f0776d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.45 system-ui, sans-serif;
}
main { max-width: 72rem; margin: 0 auto; }
header { margin-bottom: 1rem; }
.plots { columns: 20rem; column-gap: 1rem; margin-bottom: 1rem; }
.plots > :last-child { margin-bottom: 0; }
h1 { font-size: 1.35rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
p { margin: .25rem 0; }
header p, .soft { color: var(--soft); font-size: .9rem; }
section { background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; padding: 1rem; margin-bottom: 1rem; break-inside: avoid; }
.verdict { font-size: 1.15rem; font-weight: 600; }
.good { color: var(--good); } .note { color: var(--note); } .warn { color: var(--warn); } .bad { color: var(--bad); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
ul { list-style: none; margin: .5rem 0 0; padding: 0; }
li { padding: .5rem 0; border-top: 1px solid var(--edge); overflow-wrap: anywhere; }
li:first-child { border-top: 0; padding-top: 0; }
li b { font-weight: 600; }
.todo { display: block; }
.todo::before { content: "→ "; color: var(--soft); }
pre { margin: 0; font-size: .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; font-size: 12px; }
svg text { fill: var(--text); font-variant-numeric: tabular-nums; }
svg .small { fill: var(--soft); font-size: 11px; }
rect.used { fill: var(--used); } rect.cache { fill: var(--cache); } rect.free { fill: var(--free); }
rect.near { fill: var(--near); } rect.over { fill: var(--over); }
rect.track { fill: var(--track); } rect.band { fill: var(--band); }
line.limit { stroke: var(--soft); stroke-dasharray: 3 2; } line.axis { stroke: var(--edge); }
.trend { fill: none; stroke-width: 1.75; stroke-linejoin: round; }
.trend.used { stroke: var(--used); } .trend.cache { stroke: var(--cache); } .trend.near { stroke: var(--near); }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .8rem; color: var(--soft); margin-top: .5rem; }
.key i { display: inline-block; width: .65rem; height: .65rem; border-radius: 2px; margin-right: .35rem; }
i.used { background: var(--used); } i.cache { background: var(--cache); } i.free { background: var(--free); }
`.trim();
