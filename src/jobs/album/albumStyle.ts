/** What the album's page adds to the report's style. */
export const ALBUM_STYLE = `
:root{--track:58%}
.wide{min-width:680px}
.track{fill:var(--line);fill-opacity:.35}
.joint{stroke:var(--text);stroke-width:1;stroke-dasharray:2 2}
.reduction{fill:var(--bad);fill-opacity:.55}
svg text.name{font-size:11px;font-weight:600}
.track-curve{fill:none;stroke-width:1.4;stroke-linejoin:round}
.average{fill:none;stroke:var(--text);stroke-width:1.2;stroke-dasharray:4 3}
svg.level{width:96px;height:12px;display:inline-block;vertical-align:middle}
svg.level line{stroke:var(--secondary)}
.tone{grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr))}
.key{margin:6px 0 0;color:var(--secondary);font-size:11px}
.key span{display:inline-block;margin:0 5px 0 12px;vertical-align:middle}
.key span:first-child{margin-left:0}
.stroke{width:18px;border-top:2px solid var(--accent)}
.stroke.tracks{border-top:3px solid var(--text)}
.stroke.dashed{border-top:1px dashed var(--good)}
.stroke.dotted{width:0;height:12px;border-top:0;border-left:1px dashed var(--text)}
.block{width:12px;height:8px;background:var(--bad);opacity:.55}
.chip{display:inline-block;width:9px;height:9px;border-radius:2px;margin-right:7px}
h3{font-size:12.5px;font-weight:600;margin:14px 0 0}
.tight td,.tight th{padding:6px 9px}
.total>*{border-top:1px solid var(--secondary)}
.isrc{white-space:nowrap}
@media print{:root{--track:38%}.wide{min-width:0}}
`;
