import { paletteStyle } from '../palette.js';

/** The style of a page: one column, readable on a phone, light or dark as the reader's system is, light on paper. */
export const pageStyle = `
:root{color-scheme:light dark;${paletteStyle('light')}}
@media (prefers-color-scheme:dark){:root{${paletteStyle('dark')}}}
@media print{:root{color-scheme:light;${paletteStyle('light')}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:760px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}
h2{font-size:19px;margin:40px 0 12px;padding-top:12px;border-top:1px solid var(--rule)}
p{margin:0 0 12px}
.lead{font-size:18px}
.wide{overflow-x:auto;margin:0 0 16px}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:4px 14px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
th{font-weight:600;color:var(--muted)}
.long{overflow-wrap:anywhere;min-width:120px}.hash{font:10px/2.1 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere;min-width:120px}
.number{text-align:right;white-space:nowrap}th.number{white-space:normal}
caption,figcaption{text-align:left;font-size:13px;color:var(--muted);padding:2px 0 6px}
figure{margin:0 0 24px;break-inside:avoid}
svg,img{display:block;max-width:100%;height:auto}
img{image-rendering:pixelated;background:#fff}
@media (min-width:760px){td:first-child:not(.long){white-space:nowrap}}
@media (max-width:480px){main{padding:20px 14px 40px}h1{font-size:22px}.lead{font-size:16px}th,td{padding-right:10px}}
@page{margin:16mm}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}table{font-size:11px}}
`
  .trim()
  .replaceAll('\n', '');
