/** The page's style: the studio's colours on a screen, ink on paper. */
export const REPORT_STYLE = `
:root{--background:#0e1013;--panel:#15181c;--line:#262b31;--text:#d9dee4;--secondary:#8b949e;--faint:#7b848e;--accent:#e9b44c;--good:#45b8a7;--warn:#e8b04a;--bad:#e5544c;color-scheme:dark}
*{box-sizing:border-box}
body{margin:0;background:var(--background);color:var(--text);font:12.5px/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1200px;margin:0 auto;padding:28px 20px 48px}
h1{font-size:22px;font-weight:600;margin:0 0 6px}
h2{font-size:15px;font-weight:600;margin:0 0 4px;display:flex;align-items:center;gap:8px}
h2 small{font-weight:400}
.caption,figcaption,thead th,dt{font-size:10px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:var(--secondary)}
.caption,.verdict,.note{margin:0}
.note{color:var(--secondary);margin-bottom:10px;overflow-wrap:anywhere}
i{font-style:normal;color:var(--faint);text-transform:none;letter-spacing:0;font-weight:400;display:inline-block}
small{color:var(--secondary);font-size:11px;font-weight:400}
section{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:14px;margin:14px 0;overflow-x:auto}
table{width:100%;border-collapse:collapse}
th,td{padding:8px 10px;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
thead th{padding-top:0;vertical-align:bottom}
tbody tr:last-child>*{border-bottom:0}
th:first-child,.text{text-align:left}
tbody th{font-weight:600}
tbody th small{display:block}
td.text{white-space:nowrap}
td.warn{color:var(--warn);font-weight:600}
td.fail{color:var(--bad);font-weight:600}
a{color:inherit;text-decoration-color:var(--faint);text-underline-offset:3px}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.lamp{display:inline-block;width:16px;height:16px;line-height:16px;border-radius:8px;text-align:center;font-size:10px;font-weight:700;color:#0e1013;flex:none}
.lamp.pass{background:var(--good)}.lamp.warn{background:var(--warn)}.lamp.fail{background:var(--bad)}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:14px;margin:0 0 10px}
figure{margin:0}
svg{width:100%;height:auto;display:block}
svg text{fill:var(--faint);font-size:9.5px}
.grid{stroke:var(--line);stroke-width:1}
.curve{fill:none;stroke:var(--accent);stroke-width:1.5;stroke-linejoin:round}
.mean{stroke:var(--good);stroke-width:1;stroke-dasharray:4 3}
.who{margin:14px 0 10px}
.who figcaption{margin-bottom:6px}
.who th,.who td{padding:4px 8px}
.who tbody th{font-weight:400}
.who .names{white-space:normal}
.who .names b{font-weight:600;white-space:nowrap}
.bar{width:48%;text-align:left;white-space:nowrap}
.bar span{display:inline-block;height:7px;margin-right:8px;border-radius:2px;background:var(--accent);print-color-adjust:exact;-webkit-print-color-adjust:exact}
.checks{list-style:none;margin:8px 0 0;padding:0}
.checks li{display:grid;grid-template-columns:16px 190px 1fr;gap:10px;padding:6px 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.checks b{font-weight:600}
.checks em{display:block;font-style:normal;color:var(--secondary)}
details{margin-top:8px}
summary{cursor:pointer;color:var(--secondary);padding:4px 0}
footer{color:var(--secondary);margin-top:20px}
dl{display:grid;grid-template-columns:90px 1fr;gap:4px 14px;margin:0 0 8px}
dd{margin:0;overflow-wrap:anywhere}
@media (max-width:600px){.checks li{grid-template-columns:16px 1fr}.checks span:last-child{grid-column:2}}
@media print{
:root{--background:#fff;--panel:#fff;--line:#c9ced4;--text:#111;--secondary:#444;--faint:#555;--accent:#8a5a00;--good:#0c6b5c;--warn:#8a5a00;--bad:#b3261e;color-scheme:light}
body{font-size:10.5px}
main{padding:0;max-width:none}
section{break-inside:avoid-page;border-radius:0;overflow:visible}
.render{break-inside:auto}
figure,.checks li,tr{break-inside:avoid}
.lamp{color:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}
details>*{content-visibility:visible}
a{text-decoration:none}
}
`;
