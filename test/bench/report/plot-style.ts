/**
 * The style sheet in each plot. A picture follows the reader's own setting and not the page's, which
 * may differ: hence the background, on which either palette can be read.
 */
export const PLOT_STYLE = `
svg { font: 13px system-ui, sans-serif; color-scheme: light dark; }
text { fill: #1d2530; font-variant-numeric: tabular-nums; }
.title { font-size: 15px; font-weight: 600; } .soft { fill: #5d6876; }
.card { fill: #ffffff; stroke: #dfe3e8; } .grid { stroke: #e6e9ee; } .axis, .tick { stroke: #8a94a1; }
.series-0, .series-1, .series-2 { fill: none; stroke-width: 2; stroke-linejoin: round; }
.series-0 { stroke: #3b6fb6; } .series-1 { stroke: #b8640a; } .series-2 { stroke: #1f7a55; }
.mark-0 { fill: #3b6fb6; } .mark-1 { fill: #b8640a; } .mark-2 { fill: #1f7a55; }
.spread { stroke-width: 1; }
@media (prefers-color-scheme: dark) {
  text { fill: #e4e8ee; } .soft { fill: #9aa5b3; }
  .card { fill: #1a2028; stroke: #2d3540; } .grid { stroke: #2d3540; } .axis, .tick { stroke: #7b8694; }
  .series-0 { stroke: #7fabe6; } .series-1 { stroke: #f0a24f; } .series-2 { stroke: #58c39b; }
  .mark-0 { fill: #7fabe6; } .mark-1 { fill: #f0a24f; } .mark-2 { fill: #58c39b; }
}
`.trim();
