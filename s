<!doctype html>
<html lang="en"><head><meta charset="utf-8"/><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;sha256-qPyWMe9QRVu9mnVGw89Me3i09079/kXGPAuOTj9ibeM=&#39;; style-src &#39;unsafe-inline&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"/><meta name="viewport" content="width=device-width, initial-scale=1"/><meta name="color-scheme" content="light dark"/><meta name="generator" content="ProtoBench 0.1.0"/><title>Did anything become slower? – ProtoBench</title><style>:root{color-scheme:light;--paper:#ffffff;--ink:#1b1e24;--soft:#59606b;--mute:#434a54;--rule:#e0e3e8;--edge:#9aa2ad;--grid:#e8eaee;--shade:#f4f5f7;--link:#1b5fae;--best:#0f7350;--warn:#9a6200;--h0:#f7f8fa;--h1:#fdf6ec;--h2:#fdecd6;--h3:#fcdfba;--h4:#fad19b;--h5:#f6c27c;--h6:#f0b060}
.a0{color:#0b5fa5}
.a1{color:#0e7490}
.a2{color:#5b6470}
.a3{color:#8a6508}
.a4{color:#c0334a}
.a5{color:#7b3fa0}
.a6{color:#23764a}
.a7{color:#b34a10}
.a8{color:#3f4fc4}
.a9{color:#8c2f7d}
.a10{color:#4d6b12}
.a11{color:#7a4b3a}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--paper:#14171c;--ink:#e9ebef;--soft:#a3abb7;--mute:#c3c9d2;--rule:#2b3038;--edge:#5a626e;--grid:#262b33;--shade:#1c2027;--link:#8bb9f5;--best:#5fd0a0;--warn:#e0a94a;--h0:#1d222a;--h1:#2b2620;--h2:#3a2e1c;--h3:#4a3717;--h4:#5b4013;--h5:#6a480d;--h6:#7a4f06}
:root:not([data-theme=light]) .a0{color:#6cb2f2}
:root:not([data-theme=light]) .a1{color:#4cc3d9}
:root:not([data-theme=light]) .a2{color:#aab4c0}
:root:not([data-theme=light]) .a3{color:#d9b44a}
:root:not([data-theme=light]) .a4{color:#ff8598}
:root:not([data-theme=light]) .a5{color:#c79af0}
:root:not([data-theme=light]) .a6{color:#69c794}
:root:not([data-theme=light]) .a7{color:#ff9d66}
:root:not([data-theme=light]) .a8{color:#98a8ff}
:root:not([data-theme=light]) .a9{color:#eb93dc}
:root:not([data-theme=light]) .a10{color:#b4d166}
:root:not([data-theme=light]) .a11{color:#d8a893}
}
@media screen{:root[data-theme=dark]{color-scheme:dark;--paper:#14171c;--ink:#e9ebef;--soft:#a3abb7;--mute:#c3c9d2;--rule:#2b3038;--edge:#5a626e;--grid:#262b33;--shade:#1c2027;--link:#8bb9f5;--best:#5fd0a0;--warn:#e0a94a;--h0:#1d222a;--h1:#2b2620;--h2:#3a2e1c;--h3:#4a3717;--h4:#5b4013;--h5:#6a480d;--h6:#7a4f06}
:root[data-theme=dark] .a0{color:#6cb2f2}
:root[data-theme=dark] .a1{color:#4cc3d9}
:root[data-theme=dark] .a2{color:#aab4c0}
:root[data-theme=dark] .a3{color:#d9b44a}
:root[data-theme=dark] .a4{color:#ff8598}
:root[data-theme=dark] .a5{color:#c79af0}
:root[data-theme=dark] .a6{color:#69c794}
:root[data-theme=dark] .a7{color:#ff9d66}
:root[data-theme=dark] .a8{color:#98a8ff}
:root[data-theme=dark] .a9{color:#eb93dc}
:root[data-theme=dark] .a10{color:#b4d166}
:root[data-theme=dark] .a11{color:#d8a893}
}
.chart text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}
.chart .name{fill:var(--ink)}
.chart .head{fill:var(--ink);font-weight:600}
.chart .grid{stroke:var(--grid);stroke-width:1;fill:none}
.chart .axis{stroke:var(--soft);stroke-width:1;fill:none}
.chart .line{stroke:currentColor;stroke-width:2;fill:none;stroke-linejoin:round;stroke-linecap:round}
.chart .faint{stroke:currentColor;stroke-width:1;fill:none;opacity:.38}
.chart .whisker{stroke:currentColor;stroke-width:1.5;fill:none}
.chart .over{stroke:var(--ink);stroke-width:1.5;fill:none}
.chart .bar{fill:currentColor;opacity:.82}
.chart .band{fill:currentColor;opacity:.1}
.chart .shade{fill:var(--grid);opacity:.6}
.chart .dot{fill:currentColor;stroke:var(--paper);stroke-width:1}
.chart .hollow{fill:var(--paper);stroke:currentColor;stroke-width:1.75}
.chart .end{fill:currentColor;font-weight:600}
.chart .lead{stroke:currentColor;stroke-width:1;fill:none;opacity:.55}
.chart .rule{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3;fill:none}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:112px;background:var(--paper)}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
.page{max-width:1136px;margin:0 auto;padding:0 32px 80px}
a{color:var(--link);text-underline-offset:3px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999px}
.skip:focus{position:static}
code{font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.mast{padding:20px 0 0}
.over{margin:0 0 6px;color:var(--soft);font-size:.82rem;letter-spacing:.02em}
.over b{color:var(--ink);font-weight:650}
h1{margin:0;font-size:clamp(1.3rem,1.1rem + 1vw,1.85rem);line-height:1.18;letter-spacing:-.02em;font-weight:700;text-wrap:balance}
.desc,.sub,.how,.rest,.warn{text-wrap:pretty}
.desc{max-width:74ch;margin:4px 0 0;color:var(--soft)}
.facts{margin:18px 0 0!important;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,176px),1fr));gap:14px 32px;margin:28px 0 0}
.facts dt,.ledger dt{color:var(--soft);font-size:.78rem}
.facts dd{margin:0;font-size:.92rem}
.wide{grid-column:1/-1}
.contents{display:flex;flex-wrap:wrap;gap:4px 22px;padding:16px 0 8px;margin-top:20px;border-top:1px solid var(--rule);font-size:.86rem}
.contents a{color:var(--soft);text-decoration:none}
.contents a:hover{color:var(--ink);text-decoration:underline}
#answer{padding-top:12px}
.aside{position:absolute;left:-999px}
.first{display:grid;grid-template:auto 1fr/minmax(0,1fr) minmax(0,1.08fr);grid-template-areas:"verdict plot" "more plot";gap:8px 40px;margin-top:10px}
.first.bare-text{display:block}
.verdict{grid-area:verdict;padding-left:16px;border-left:3px solid var(--best);align-self:start}
.verdict.worse{border-left-color:var(--warn)}
.more{grid-area:more;padding-left:19px}
.headline{grid-area:plot;align-self:start}
.headline figcaption{margin-bottom:2px;font-size:.88rem;font-weight:650}
.headline>.chart{margin:0;max-width:500px}
.headline .how{margin:4px 0 0;font-size:.76rem}
.under{margin:12px 0 0;padding:7px 0 0;border-top:1px solid var(--rule);color:var(--soft);font-size:.82rem;line-height:1.5}
.topic{border-top:1px solid var(--rule)}
.topic>summary{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px;padding:13px 4px;cursor:pointer;list-style:none}
.topic>summary::-webkit-details-marker{display:none}
.topic>summary::before{content:"";flex:none;width:7px;height:7px;margin-right:-2px;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(-45deg) translateY(-3px)}
.topic[open]>summary::before{transform:rotate(45deg) translate(-2px,-2px)}
.topic>summary:hover h2{text-decoration:underline;text-underline-offset:4px;text-decoration-thickness:1px}
.gist{flex:1 1 24ch;color:var(--soft);font-size:.92rem;line-height:1.4}
.topic>section{padding:2px 0 36px}
h2{margin:0;flex:0 0 15.5rem;font-size:1.06rem;line-height:1.2;letter-spacing:-.016em;font-weight:680}
h3{margin:36px 0 8px;font-size:1.05rem;font-weight:650}
.how{margin:10px 0 0;color:var(--soft);max-width:92ch;font-size:.82rem;line-height:1.5}
.sub{margin:0 0 8px;color:var(--soft);max-width:72ch}
.scope{margin:0;color:var(--soft);font-size:.82rem}
.say{margin:1px 0 0;max-width:64ch;font-size:clamp(1.06rem,.98rem + .34vw,1.24rem);line-height:1.34;letter-spacing:-.008em;font-weight:620;text-wrap:pretty}
.say.long{font-size:1rem;font-weight:600}
.say span{color:var(--soft);font-weight:400}
.rest{margin:6px 0 0;max-width:74ch;color:var(--soft);font-size:.89rem;line-height:1.45}
.warn{margin:6px 0 0;padding:5px 12px;border-left:3px solid var(--warn);background:var(--shade);font-size:.86rem}
.list{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));gap:18px 32px;margin:6px 0 0;padding:0;list-style:none}
.list li{padding-left:14px;border-left:2px solid var(--best)}
.list .say{font-size:.95rem;line-height:1.4;letter-spacing:0}
.list .rest{margin-top:4px;font-size:.84rem}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,460px),1fr));gap:36px 40px;margin-top:24px}
.charts.small{grid-template-columns:repeat(auto-fill,minmax(min(100%,310px),1fr));gap:28px 26px}
.charts+.how,.scroll+.how{margin-top:28px}
.small figcaption b{font-size:.86rem}
.off,.bare{display:none!important}
.part+.part{margin-top:44px}
.part>h3:first-child{margin-top:28px}
.fold{margin-top:22px;border-top:1px solid var(--rule)}
.fold>summary{padding:10px 0;color:var(--link);font-size:.9rem;font-weight:600;cursor:pointer}
.fold>summary:hover{text-decoration:underline;text-underline-offset:3px}
figure{display:flex;flex-direction:column;margin:0;min-width:0;break-inside:avoid}
figure>.chart{margin-top:auto}
figcaption b{display:block;margin-bottom:6px;font-size:.95rem;font-weight:650;line-height:1.35}
figcaption span{display:block;margin:-3px 0 10px;color:var(--soft);font-size:.82rem;line-height:1.45}
.chart{display:block;width:100%;max-width:560px;height:auto;overflow:visible}
.none{padding:18px 20px;background:var(--shade);border-radius:6px;color:var(--soft);font-size:.92rem}
.ledger{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:12px 32px;margin:14px 0 0}
.ledger dd{margin:0;font-size:.92rem}
.glossary dt{font-weight:650;margin-top:14px}
.glossary dd{margin:2px 0 0;max-width:74ch;color:var(--soft)}
.reasons{margin:14px 0 0;padding:0;list-style:none}
.reasons li{padding:10px 0;border-top:1px solid var(--rule)}
.reasons p{margin:2px 0 0;max-width:86ch}
.reasons b{font-weight:620}
.reasons ul{margin:4px 0 0;padding-left:20px;color:var(--soft);font-size:.84rem;line-height:1.5}
.remedy{font-size:.9rem}
.where{margin-top:4px}
.where summary{color:var(--link);font-size:.82rem;cursor:pointer}
.badge{display:inline-block;margin-right:8px;padding:0 8px;border:1px solid var(--rule);border-radius:99px;color:var(--soft);font-size:.76rem}
footer{margin-top:40px;padding-top:18px;border-top:1px solid var(--rule);color:var(--soft);font-size:.82rem}
.bar{position:sticky;top:0;z-index:3;display:flex;align-items:center;gap:8px 20px;margin:0 -32px;padding:8px 32px;background:var(--paper);border-bottom:1px solid var(--rule)}
.choices{display:flex;gap:14px}
[hidden]{display:none!important}
.bar label{display:flex;align-items:center;gap:6px;color:var(--soft);font-size:.8rem;white-space:nowrap}
.bar label span::after{content:":"}
.bar select,button{font:inherit;font-size:.82rem;color:var(--ink);background:var(--paper);border:1px solid var(--edge);border-radius:6px;padding:3px 8px}
.bar select{max-width:180px}
.bar button,button.theme{cursor:pointer}
.legend{display:flex;flex:1;gap:4px;margin:0;padding:3px;list-style:none;overflow-x:auto;scrollbar-width:thin}
.legend li{flex:none;font-size:.82rem;white-space:nowrap}
.legend li>.key,.legend button>.key{margin-right:6px}
.legend li:not(:has(button)){padding:3px 10px}
.legend span{color:var(--ink)}
.legend button{display:flex;align-items:center;border-color:transparent;border-radius:99px;padding:3px 10px;background:none}
.legend button:hover{background:var(--shade)}
.legend button[aria-pressed=false]{border:1px dashed var(--edge)}
.legend button[aria-pressed=false] span{color:var(--soft);text-decoration:line-through}
.legend button[aria-pressed=false] .key{opacity:.35}
.reset,.unfold{flex:none}
.unfold{margin-left:auto}
.theme{float:right;padding:3px 9px}
.tip{position:fixed;z-index:9;left:0;top:0;display:grid;gap:1px;max-width:300px;padding:8px 12px;border-radius:7px;background:var(--ink);color:var(--paper);font-size:.82rem;line-height:1.45;font-variant-numeric:tabular-nums;pointer-events:none;box-shadow:0 4px 18px rgb(0 0 0/.22)}
.tip b{font-weight:650}
.chart .marked{stroke:var(--ink);stroke-width:2.5;opacity:1}
svg[tabindex]{touch-action:pan-y}
.sortable thead th{padding:0}
.sortable thead th>button{display:block;width:100%;padding:9px 14px;border:0;border-radius:0;background:none;color:inherit;font-weight:600;font-size:.8rem;text-align:inherit;cursor:pointer}
.sortable thead th:not(:has(button)){padding:9px 14px}
.sortable thead th>button:hover{color:var(--ink)}
[aria-sort]>button::after{content:" ▲";font-size:.7em}
[aria-sort=descending]>button::after{content:" ▼"}
.scroll{overflow-x:auto;margin-top:22px;scrollbar-width:thin;background:linear-gradient(to right,var(--paper) 40%,transparent) left/44px 100% no-repeat local,linear-gradient(to left,var(--paper) 40%,transparent) right/44px 100% no-repeat local,linear-gradient(to right,rgb(110 118 132/.32),transparent) left/18px 100% no-repeat,linear-gradient(to left,rgb(110 118 132/.32),transparent) right/18px 100% no-repeat}
.scroll.cut{mask-image:linear-gradient(to left,rgb(0 0 0/.12),#000 52px)}
.verdicts td,.verdicts th{padding:4px 9px;text-align:left}
table{border-collapse:separate;border-spacing:0;font-variant-numeric:tabular-nums;font-size:.9rem}
caption{padding:0 0 6px;text-align:left;font-weight:650}
th,td{padding:9px 14px;text-align:right;white-space:nowrap;vertical-align:top}
th[scope=row],th.text,td.text{text-align:left}
thead th{color:var(--soft);font-size:.8rem;font-weight:600;border-bottom:1px solid var(--rule);vertical-align:bottom}
tbody th{font-weight:600}
tbody tr+tr>*,tbody+tbody>tr:first-child>*{border-top:1px solid var(--rule)}
td.wrap{white-space:normal;min-width:84px}
.matrix{border-spacing:3px;width:100%}
.matrix th[scope=row]{width:152px}
.matrix tbody tr>*{border:0}
.matrix thead th{border:0;padding-bottom:4px}
.matrix td{min-width:112px;white-space:normal;border-radius:6px;background:var(--h0)}
.matrix th[scope=row]{position:sticky;left:0;background:var(--paper);padding-left:3px;max-width:210px}
.verdicts td{min-width:0;white-space:nowrap;font-size:.84rem;line-height:1.3}
.verdicts thead td{background:none}
.verdicts th[scope=row]{width:auto;min-width:0;white-space:nowrap}
.verdicts .ci{display:block;margin:0;font-size:.74rem}
th[scope=row]{white-space:normal;overflow-wrap:break-word;min-width:152px}
.plain td.wrap{min-width:200px;max-width:420px}
.why td.wrap{max-width:520px}
.why td.cause{min-width:130px;font-weight:600}
.why td.open{min-width:130px;color:var(--warn)}
tr.drill>td{padding:0 14px 7px;border:0!important;text-align:left}
.drill details{margin-top:-8px}
.drill summary{display:inline-block;color:var(--link);font-size:.78rem;cursor:pointer}
.drill table{margin:4px 0 10px;font-size:.82rem;background:var(--shade);border-radius:6px}
.drill th,.drill td{padding:4px 12px}
.drill th[scope=row]{min-width:0}
.num{display:block;font-weight:650}
.missed{display:block;color:var(--warn);font-size:.78rem}
.ci,.ratio{display:block;color:var(--mute);font-size:.78rem;line-height:1.4}
.matrix .ci,.matrix .ratio{display:inline-block;margin-left:8px;white-space:nowrap}
td.h1{background:var(--h1)}td.h2{background:var(--h2)}td.h3{background:var(--h3)}td.h4{background:var(--h4)}td.h5{background:var(--h5)}td.h6{background:var(--h6)}
td.best{box-shadow:inset 0 0 0 2px var(--best)}
td.equal{outline:1.5px dashed var(--soft);outline-offset:-2px}
td.best .ratio{color:var(--best);font-weight:650}
td.off-here{background:var(--shade);color:var(--soft);font-size:.82rem;vertical-align:middle;white-space:normal;max-width:132px}
.key{display:inline-block;width:26px;height:12px;margin-right:8px;vertical-align:-1px;overflow:visible}
@media (max-width:640px){
.page{padding:0 16px 56px}
.bar{flex-wrap:wrap;margin:0 -16px;padding:6px 16px;gap:4px 12px}
.choices{width:100%;overflow-x:auto}
.legend{flex-basis:70%}
html{scroll-padding-top:88px}
.mast{padding:12px 0 0}
h2{flex-basis:100%}
.topic>summary{position:relative;padding-left:18px}
.topic>summary::before{position:absolute;left:2px;top:21px}
thead th{white-space:normal}
.charts{gap:32px}
.matrix td{min-width:92px}
th,td{padding:8px 9px}
.matrix th[scope=row]{min-width:84px;max-width:140px}
.cells th[scope=row]{min-width:96px}
th .key{display:block;margin:0 0 4px}
}
@media (max-width:900px){
.first{display:block}
.headline{margin-top:12px}
.more{padding-left:0;margin-top:8px}
}
@media print{
@page{margin:14mm}
body{font-size:10.5pt}
.page{max-width:none;padding:0}
.mast{padding-top:0}
.contents,.skip,.unfold,.choices,.reset,.theme,.tip{display:none!important}
.bar{position:static;margin:0;padding:6px 0;border:0}
.legend{flex-wrap:wrap;overflow:visible}
.fold::details-content,.topic::details-content,.where::details-content{content-visibility:visible;block-size:auto}
.fold>summary,.where>summary{display:none}
.topic>summary::before{display:none}
.topic>summary{break-after:avoid}
.scroll{mask-image:none!important;background:none!important}
.fold{border:0}
.drill{display:none}
.topic>section{padding-bottom:14px}
.charts.small{grid-template-columns:1fr 1fr 1fr}
h2,h3,caption{break-after:avoid}
.scroll{overflow:visible}
.charts{grid-template-columns:1fr 1fr;gap:20px}
.list li,.reasons li,tr{break-inside:avoid}
table{font-size:8pt}
th,td{padding:4px 6px}
.matrix td{min-width:0}
@page wide{size:A4 landscape;margin:12mm}
.cells{page:wide}
.cells table{font-size:7pt}
.cells th,.cells td{padding:3px 4px}
.cells thead th{white-space:normal}
.cells th[scope=row],.cells td.wrap{min-width:0}
.ci,.ratio,.missed{font-size:.9em}
.matrix td{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
</style></head>
<body><div class="page"><a class="skip" href="#answer">Skip to the answer</a><header class="mast"><p class="over"><b>ProtoBench</b> · quick, 2026-11-28 10:33 UTC, 12 valid pairs of 12 measured<button type="button" class="theme" aria-label="Dark or light" hidden="">◐</button></p><h1>Did anything become slower?</h1></header>
<main><section id="answer" aria-label="Answer"><h2 class="aside">Answer</h2><div class="first"><div class="verdict"><p class="scope">this build (4f20cf91a3 with uncommitted changes) with duration=400ms against this build (4f20cf91a3 with uncommitted changes)</p><p class="say">Not judged: tcp p90: with this spread not even a slowdown of 1000 % would have been seen. Otherwise 0 slower, 0 faster, 0 same, 12 inconclusive.</p></div><figure class="headline"><figcaption>Cost of new against base, the worst first</figcaption><svg id="headline" class="chart" role="img" aria-labelledby="headline-t headline-d" viewBox="0 0 440 258"><title id="headline-t">Cost of new against base, the worst first</title><desc id="headline-d">http1: p50 is inconclusive: cost +3.6 % (−8.3 to +16.9); 4 pairs with this spread show slowdowns from 19 % on. tcp: p50 is inconclusive: cost −0.9 % (−12.1 to +11.7); 4 pairs with this spread show slowdowns from 19 % on. http1: p90 is inconclusive: cost −2.3 % (−21.9 to +22.3); 4 pairs with this spread show slowdowns from 39 % on. http1: throughput is inconclusive: cost −3.5 % (−29.7 to +32.4); 4 pairs with this spread show slowdowns from 59 % on. http2: throughput is inconclusive: cost −11.3 % (−52.3 to +65.1); 4 pairs with this spread show slowdowns from 149 % on. tcp: throughput is inconclusive: cost −13.4 % (−55.3 to +67.5); 4 pairs with this spread show slowdowns from 163 % on. http2: p50 is inconclusive: cost −14.4 % (−42.2 to +26.6); 4 pairs with this spread show slowdowns from 78 % on. tcp: p90 is inconclusive: cost −43.3 % (−92.0 to +301.7); 4 pairs with this spread show slowdowns from over 1000 % on.</desc><text x="120" y="250">cost, new ÷ base, log scale</text><path class="grid" d="M145 8L145 216"/><text x="145" y="232" text-anchor="middle">0.2×</text><path class="grid" d="M230.9 8L230.9 216"/><text x="230.9" y="232" text-anchor="middle">0.5×</text><path class="grid" d="M295.9 8L295.9 216"/><text x="295.9" y="232" text-anchor="middle">1×</text><path class="grid" d="M360.9 8L360.9 216"/><text x="360.9" y="232" text-anchor="middle">2×</text><path class="axis" d="M120 216L422 216"/><text class="name" x="110" y="25" text-anchor="end">http1 p50</text><text class="name" x="110" y="51" text-anchor="end">tcp p50</text><text class="name" x="110" y="77" text-anchor="end">http1 p90</text><text class="name" x="110" y="103" text-anchor="end">http1 throughput</text><text class="name" x="110" y="129" text-anchor="end">http2 throughput</text><text class="name" x="110" y="155" text-anchor="end">tcp throughput</text><text class="name" x="110" y="181" text-anchor="end">http2 p50</text><text class="name" x="110" y="207" text-anchor="end">tcp p90</text><path class="axis" d="M120 8L120 216"/><clipPath id="headline-c"><rect x="114" y="2" width="314" height="220"/></clipPath><g clip-path="url(#headline-c)"><g class="a2"><rect class="shade" x="291.3" y="8" width="9.2" height="208"/></g><g class="a2"><path class="rule" d="M295.9 8L295.9 216"/></g><g class="a2"><path class="whisker" d="M287.8 17L287.8 25L287.8 21L310.6 21L310.6 17L310.6 25"/><circle class="hollow" cx="299.2" cy="21" r="5"><title>http1: p50 is inconclusive: cost +3.6 % (−8.3 to +16.9); 4 pairs with this spread show slowdowns from 19 % on.</title></circle></g><g class="a2"><path class="whisker" d="M283.9 43L283.9 51L283.9 47L306.3 47L306.3 43L306.3 51"/><circle class="hollow" cx="295.1" cy="47" r="5"><title>tcp: p50 is inconclusive: cost −0.9 % (−12.1 to +11.7); 4 pairs with this spread show slowdowns from 19 % on.</title></circle></g><g class="a2"><path class="whisker" d="M272.7 69L272.7 77L272.7 73L314.8 73L314.8 69L314.8 77"/><circle class="hollow" cx="293.8" cy="73" r="5"><title>http1: p90 is inconclusive: cost −2.3 % (−21.9 to +22.3); 4 pairs with this spread show slowdowns from 39 % on.</title></circle></g><g class="a2"><path class="whisker" d="M262.8 95L262.8 103L262.8 99L322.2 99L322.2 95L322.2 103"/><circle class="hollow" cx="292.5" cy="99" r="5"><title>http1: throughput is inconclusive: cost −3.5 % (−29.7 to +32.4); 4 pairs with this spread show slowdowns from 59 % on.</title></circle></g><g class="a2"><path class="whisker" d="M226.4 121L226.4 129L226.4 125L343 125L343 121L343 129"/><circle class="hollow" cx="284.7" cy="125" r="5"><title>http2: throughput is inconclusive: cost −11.3 % (−52.3 to +65.1); 4 pairs with this spread show slowdowns from 149 % on.</title></circle></g><g class="a2"><path class="whisker" d="M220.5 147L220.5 155L220.5 151L344.3 151L344.3 147L344.3 155"/><circle class="hollow" cx="282.4" cy="151" r="5"><title>tcp: throughput is inconclusive: cost −13.4 % (−55.3 to +67.5); 4 pairs with this spread show slowdowns from 163 % on.</title></circle></g><g class="a2"><path class="whisker" d="M244.5 173L244.5 181L244.5 177L318.1 177L318.1 173L318.1 181"/><circle class="hollow" cx="281.3" cy="177" r="5"><title>http2: p50 is inconclusive: cost −14.4 % (−42.2 to +26.6); 4 pairs with this spread show slowdowns from 78 % on.</title></circle></g><g class="a2"><path class="whisker" d="M59.2 199L59.2 207L59.2 203L426.3 203L426.3 199L426.3 207"/><circle class="hollow" cx="242.8" cy="203" r="5"><title>tcp: p90 is inconclusive: cost −43.3 % (−92.0 to +301.7); 4 pairs with this spread show slowdowns from over 1000 % on.</title></circle></g></g></svg><p class="how">Right of 1× is worse, whichever way the figure points; within the shade counts as the same. Lines are 95 % intervals over pairs; hollow is undecided.</p></figure>
<div class="more"></div></div><p class="under">base this build (4f20cf91a3 with uncommitted changes) · new this build (4f20cf91a3 with uncommitted changes) with duration=400ms · loopback · 4 fresh pairs per cell, 400 ms a side, in slices by turns · AMD EPYC, 2 processors · counts from 5 % on, at most 1 % false alarms a suite</p></section>
<nav class="contents" aria-label="Contents"><a href="#differences">What changed, figure by figure?</a>
<a href="#sides">In what do the sides differ?</a>
<a href="#slices">Was it steady?</a>
<a href="#trust">Not measured, not judged, and notes</a>
<a href="#cells">All figures</a>
<a href="#conditions">Conditions</a>
<a href="#method">Method</a>
<button type="button" class="unfold" hidden="">Unfold all</button></nav>
<details class="topic"><summary><h2>What changed, figure by figure?</h2><span class="gist">12 inconclusive.</span></summary><section id="differences" aria-label="What changed, figure by figure?"><ul class="reasons"></ul><div class="charts"><figure><figcaption><b>throughput: cost of new against base</b><span>Right of 1× is worse; the shade counts as the same. Lines are 95 % intervals.</span></figcaption><svg id="difference-throughput" class="chart" role="img" aria-labelledby="difference-throughput-t difference-throughput-d" viewBox="0 0 620 162"><title id="difference-throughput-t">throughput: cost of new against base</title><desc id="difference-throughput-d">tcp: throughput is inconclusive: cost −13.4 % (−55.3 to +67.5); 4 pairs with this spread show slowdowns from 163 % on. http1: throughput is inconclusive: cost −3.5 % (−29.7 to +32.4); 4 pairs with this spread show slowdowns from 59 % on. http2: throughput is inconclusive: cost −11.3 % (−52.3 to +65.1); 4 pairs with this spread show slowdowns from 149 % on.</desc><text x="45.8" y="154">cost, new ÷ base, log scale: right is worse, shaded counts as the same</text><text x="2" y="16">this build (4f20cf91a3 with uncommitted changes) with duration=400ms against this build (4f…</text><path class="grid" d="M113.7 28L113.7 120"/><text x="113.7" y="136" text-anchor="middle">0.5×</text><path class="grid" d="M242.5 28L242.5 120"/><text x="242.5" y="136" text-anchor="middle">0.7×</text><path class="grid" d="M379.1 28L379.1 120"/><text x="379.1" y="136" text-anchor="middle">1×</text><path class="grid" d="M534.4 28L534.4 120"/><text x="534.4" y="136" text-anchor="middle">1.5×</text><path class="axis" d="M45.8 120L602 120"/><text class="name" x="35.8" y="47.3" text-anchor="end">tcp</text><text class="name" x="35.8" y="78" text-anchor="end">http1</text><text class="name" x="35.8" y="108.7" text-anchor="end">http2</text><path class="axis" d="M45.8 28L45.8 120"/><clipPath id="difference-throughput-c"><rect x="39.8" y="22" width="568.2" height="104"/></clipPath><g clip-path="url(#difference-throughput-c)"><g class="a2"><rect class="shade" x="360.4" y="28" width="37.4" height="92"/></g><g class="a2"><path class="rule" d="M379.1 28L379.1 120"/></g><g class="a2"><path class="whisker" d="M71.1 39.3L71.1 47.3L71.1 43.3L576.7 43.3L576.7 39.3L576.7 47.3"/><circle class="hollow" cx="323.9" cy="43.3" r="5"><title>tcp: throughput is inconclusive: cost −13.4 % (−55.3 to +67.5); 4 pairs with this spread show slowdowns from 163 % on.</title></circle></g><g class="a2"><path class="whisker" d="M244 70L244 78L244 74L486.5 74L486.5 70L486.5 78"/><circle class="hollow" cx="365.3" cy="74" r="5"><title>http1: throughput is inconclusive: cost −3.5 % (−29.7 to +32.4); 4 pairs with this spread show slowdowns from 59 % on.</title></circle></g><g class="a2"><path class="whisker" d="M95.3 100.7L95.3 108.7L95.3 104.7L571.1 104.7L571.1 100.7L571.1 108.7"/><circle class="hollow" cx="333.2" cy="104.7" r="5"><title>http2: throughput is inconclusive: cost −11.3 % (−52.3 to +65.1); 4 pairs with this spread show slowdowns from 149 % on.</title></circle></g></g></svg></figure>
<figure><figcaption><b>p50: cost of new against base</b><span>Right of 1× is worse; the shade counts as the same. Lines are 95 % intervals.</span></figcaption><svg id="difference-p50" class="chart" role="img" aria-labelledby="difference-p50-t difference-p50-d" viewBox="0 0 620 162"><title id="difference-p50-t">p50: cost of new against base</title><desc id="difference-p50-d">tcp: p50 is inconclusive: cost −0.9 % (−12.1 to +11.7); 4 pairs with this spread show slowdowns from 19 % on. http1: p50 is inconclusive: cost +3.6 % (−8.3 to +16.9); 4 pairs with this spread show slowdowns from 19 % on. http2: p50 is inconclusive: cost −14.4 % (−42.2 to +26.6); 4 pairs with this spread show slowdowns from 78 % on.</desc><text x="45.8" y="154">cost, new ÷ base, log scale: right is worse, shaded counts as the same</text><text x="2" y="16">this build (4f20cf91a3 with uncommitted changes) with duration=400ms against this build (4f…</text><path class="grid" d="M95.2 28L95.2 120"/><text x="95.2" y="136" text-anchor="middle">0.6×</text><path class="grid" d="M280.6 28L280.6 120"/><text x="280.6" y="136" text-anchor="middle">0.8×</text><path class="grid" d="M424.5 28L424.5 120"/><text x="424.5" y="136" text-anchor="middle">1×</text><path class="grid" d="M542 28L542 120"/><text x="542" y="136" text-anchor="middle">1.2×</text><path class="axis" d="M45.8 120L602 120"/><text class="name" x="35.8" y="47.3" text-anchor="end">tcp</text><text class="name" x="35.8" y="78" text-anchor="end">http1</text><text class="name" x="35.8" y="108.7" text-anchor="end">http2</text><path class="axis" d="M45.8 28L45.8 120"/><clipPath id="difference-p50-c"><rect x="39.8" y="22" width="568.2" height="104"/></clipPath><g clip-path="url(#difference-p50-c)"><g class="a2"><rect class="shade" x="393" y="28" width="62.9" height="92"/></g><g class="a2"><path class="rule" d="M424.5 28L424.5 120"/></g><g class="a2"><path class="whisker" d="M341.6 39.3L341.6 47.3L341.6 43.3L495.7 43.3L495.7 39.3L495.7 47.3"/><circle class="hollow" cx="418.6" cy="43.3" r="5"><title>tcp: p50 is inconclusive: cost −0.9 % (−12.1 to +11.7); 4 pairs with this spread show slowdowns from 19 % on.</title></circle></g><g class="a2"><path class="whisker" d="M368.7 70L368.7 78L368.7 74L525.1 74L525.1 70L525.1 78"/><circle class="hollow" cx="446.9" cy="74" r="5"><title>http1: p50 is inconclusive: cost +3.6 % (−8.3 to +16.9); 4 pairs with this spread show slowdowns from 19 % on.</title></circle></g><g class="a2"><path class="whisker" d="M71.1 100.7L71.1 108.7L71.1 104.7L576.7 104.7L576.7 100.7L576.7 108.7"/><circle class="hollow" cx="323.9" cy="104.7" r="5"><title>http2: p50 is inconclusive: cost −14.4 % (−42.2 to +26.6); 4 pairs with this spread show slowdowns from 78 % on.</title></circle></g></g></svg></figure>
<figure><figcaption><b>p90: cost of new against base</b><span>Right of 1× is worse; the shade counts as the same. Lines are 95 % intervals.</span></figcaption><svg id="difference-p90" class="chart" role="img" aria-labelledby="difference-p90-t difference-p90-d" viewBox="0 0 620 162"><title id="difference-p90-t">p90: cost of new against base</title><desc id="difference-p90-d">tcp: p90 is inconclusive: cost −43.3 % (−92.0 to +301.7); 4 pairs with this spread show slowdowns from over 1000 % on. http1: p90 is inconclusive: cost −2.3 % (−21.9 to +22.3); 4 pairs with this spread show slowdowns from 39 % on. http2: p90 is inconclusive: it needs 1000 exchanges in every trial.</desc><text x="45.8" y="154">cost, new ÷ base, log scale: right is worse, shaded counts as the same</text><text x="2" y="16">this build (4f20cf91a3 with uncommitted changes) with duration=400ms against this build (4f…</text><path class="grid" d="M92.3 28L92.3 120"/><text x="92.3" y="136" text-anchor="middle">0.2×</text><path class="grid" d="M163.8 28L163.8 120"/><text x="163.8" y="136" text-anchor="middle">0.3×</text><path class="grid" d="M214.4 28L214.4 120"/><text x="214.4" y="136" text-anchor="middle">0.4×</text><path class="grid" d="M253.8 28L253.8 120"/><text x="253.8" y="136" text-anchor="middle">0.5×</text><path class="grid" d="M313 28L313 120"/><text x="313" y="136" text-anchor="middle">0.7×</text><path class="grid" d="M375.9 28L375.9 120"/><text x="375.9" y="136" text-anchor="middle">1×</text><path class="grid" d="M447.3 28L447.3 120"/><text x="447.3" y="136" text-anchor="middle">1.5×</text><path class="grid" d="M498 28L498 120"/><text x="498" y="136" text-anchor="middle">2×</text><path class="grid" d="M569.4 28L569.4 120"/><text x="569.4" y="136" text-anchor="middle">3×</text><path class="axis" d="M45.8 120L602 120"/><text class="name" x="35.8" y="47.3" text-anchor="end">tcp</text><text class="name" x="35.8" y="78" text-anchor="end">http1</text><text class="name" x="35.8" y="108.7" text-anchor="end">http2</text><path class="axis" d="M45.8 28L45.8 120"/><clipPath id="difference-p90-c"><rect x="39.8" y="22" width="568.2" height="104"/></clipPath><g clip-path="url(#difference-p90-c)"><g class="a2"><rect class="shade" x="367.3" y="28" width="17.2" height="92"/></g><g class="a2"><path class="rule" d="M375.9 28L375.9 120"/></g><g class="a2"><path class="whisker" d="M-68.8 39.3L-68.8 47.3L-68.8 43.3L620.9 43.3L620.9 39.3L620.9 47.3"/><circle class="hollow" cx="276" cy="43.3" r="5"><title>tcp: p90 is inconclusive: cost −43.3 % (−92.0 to +301.7); 4 pairs with this spread show slowdowns from over 1000 % on.</title></circle></g><g class="a2"><path class="whisker" d="M332.3 70L332.3 78L332.3 74L411.3 74L411.3 70L411.3 78"/><circle class="hollow" cx="371.8" cy="74" r="5"><title>http1: p90 is inconclusive: cost −2.3 % (−21.9 to +22.3); 4 pairs with this spread show slowdowns from 39 % on.</title></circle></g><g class="a2"></g></g><text x="53.8" y="108.7">not measured on both sides</text></svg></figure>
</div></section></details>
<details class="topic"><summary><h2>In what do the sides differ?</h2><span class="gist">In what was asked for.</span></summary><section id="sides" aria-label="In what do the sides differ?"><div class="scroll" tabindex="0" role="region" aria-label="In what the sides differ"><table class="plain"><thead><tr><th scope="col" class="text">what</th><th scope="col" class="text">base</th><th scope="col" class="text">new</th></tr></thead><tbody><tr><th scope="row">what was asked for</th><td class="text wrap">this build (4f20cf91a3 with uncommitted changes)</td><td class="text wrap">this build (4f20cf91a3 with uncommitted changes) with duration=400ms</td></tr></tbody></table></div></section></details>
<details class="topic"><summary><h2>Was it steady?</h2><span class="gist">156 slices a side of 30.0382 ms on average, in random order.</span></summary><section id="slices" aria-label="Was it steady?"><div class="charts small"><figure><figcaption><b>Rate slice by slice: echo/tcp/loopback/closed-1</b><span>Level is steady. Bold is the middle pair, the others are faint; both sides were driven in turns.</span></figcaption><svg id="slices-1" class="chart" role="img" aria-labelledby="slices-1-t slices-1-d" viewBox="0 0 340 250"><title id="slices-1-t">Rate slice by slice: echo/tcp/loopback/closed-1</title><desc id="slices-1-d">Middle pair 12: new completed 0.98 times what base did.</desc><text x="48.8" y="242">slice</text><text x="2" y="16">exchanges per second</text><path class="grid" d="M162.5 28L162.5 208"/><text x="162.5" y="224" text-anchor="middle">10</text><path class="grid" d="M288.7 28L288.7 208"/><text x="288.7" y="224" text-anchor="middle">20</text><path class="axis" d="M48.8 208L288.7 208"/><path class="grid" d="M48.8 208L288.7 208"/><text x="40.8" y="212" text-anchor="end">0</text><path class="grid" d="M48.8 124L288.7 124"/><text x="40.8" y="128" text-anchor="end">20k/s</text><path class="grid" d="M48.8 40L288.7 40"/><text x="40.8" y="44" text-anchor="end">40k/s</text><clipPath id="slices-1-c"><rect x="42.8" y="22" width="251.9" height="192"/></clipPath><g clip-path="url(#slices-1-c)"><g class="a2" data-s="0"><path class="faint" d="M48.8 45.8L61.4 58.4L74.1 37.5L86.7 41.6L99.3 86L111.9 35.6L124.6 34.9L137.2 37.9L149.8 53.3L162.5 39.5L175.1 42.4L187.7 41L200.3 36.3L213 66.1L225.6 114.5L238.2 41.8L250.9 39.7L263.5 51.1L276.1 36.7L288.7 42"/></g><g class="a0" data-s="1"><path class="faint" d="M48.8 92.5L61.4 89L74.1 38.7L86.7 90.4L99.3 102L111.9 57.1L124.6 38.5L137.2 41.3L149.8 92.6L162.5 109.4L175.1 140.2L187.7 87.6L200.3 97.9L213 85.6L225.6 49.5L238.2 41.1L250.9 38.3L263.5 87.6L276.1 71.4L288.7 37.5"/></g><g class="a2" data-s="0"><path class="faint" d="M48.8 161.2L61.4 160.1L74.1 155.7L86.7 153.3L99.3 154.8L111.9 154.1L124.6 156L137.2 157.5L149.8 143.9L162.5 152.5L175.1 165.2L187.7 162L200.3 164.6L213 160.4L225.6 154.2L238.2 141.9L250.9 150.4L263.5 138.6L276.1 151.8L288.7 151.9"/></g><g class="a0" data-s="1"><path class="faint" d="M48.8 161.7L61.4 153.2L74.1 157L86.7 153.1L99.3 151L111.9 169.6L124.6 162L137.2 150.8L149.8 153.2L162.5 152.7L175.1 152.4L187.7 141L200.3 137.8L213 139.3L225.6 151.4L238.2 141.6L250.9 152.9L263.5 143.1L276.1 138.1L288.7 141.5"/></g><g class="a2" data-s="0"><path class="line" stroke-dasharray="7 3" d="M48.8 134L61.4 163.3L74.1 151.9L86.7 160.1L99.3 147.4L111.9 149.3L124.6 149.7L137.2 151L149.8 155L162.5 159.5L175.1 160.2L187.7 164.4L200.3 147L213 155.8L225.6 140.1L238.2 150.3L250.9 138.3L263.5 139.3L276.1 169.1L288.7 152.1"/></g><g class="a0" data-s="1"><path class="line" d="M48.8 157.4L61.4 135.2L74.1 159.1L86.7 157.8L99.3 156.2L111.9 152.3L124.6 147.9L137.2 150.3L149.8 141.6L162.5 148L175.1 156.8L187.7 152.6L200.3 160.8L213 169.9L225.6 152.8L238.2 149.1L250.9 151.9L263.5 152.9L276.1 151.3L288.7 154.4"/></g></g><g class="a2" data-s="0"><path class="lead" d="M294.7 152.1L294.7 146.2L299.7 146.2"/><text class="end" x="302.7" y="150.2">base</text></g><g class="a0" data-s="1"><path class="lead" d="M294.7 154.4L294.7 160.2L299.7 160.2"/><text class="end" x="302.7" y="164.2">new</text></g></svg></figure>
<figure><figcaption><b>Rate slice by slice: echo/http1/loopback/closed-1</b><span>Level is steady. Bold is the middle pair, the others are faint; both sides were driven in turns.</span></figcaption><svg id="slices-2" class="chart" role="img" aria-labelledby="slices-2-t slices-2-d" viewBox="0 0 340 250"><title id="slices-2-t">Rate slice by slice: echo/http1/loopback/closed-1</title><desc id="slices-2-d">Middle pair 3: new completed 0.96 times what base did.</desc><text x="48.8" y="242">slice</text><text x="2" y="16">exchanges per second</text><path class="grid" d="M162.5 28L162.5 208"/><text x="162.5" y="224" text-anchor="middle">10</text><path class="grid" d="M288.7 28L288.7 208"/><text x="288.7" y="224" text-anchor="middle">20</text><path class="axis" d="M48.8 208L288.7 208"/><path class="grid" d="M48.8 208L288.7 208"/><text x="40.8" y="212" text-anchor="end">0</text><path class="grid" d="M48.8 125L288.7 125"/><text x="40.8" y="129" text-anchor="end">10k/s</text><path class="grid" d="M48.8 42L288.7 42"/><text x="40.8" y="46" text-anchor="end">20k/s</text><clipPath id="slices-2-c"><rect x="42.8" y="22" width="251.9" height="192"/></clipPath><g clip-path="url(#slices-2-c)"><g class="a2" data-s="0"><path class="faint" d="M48.8 162.3L61.4 206.1L74.1 160.9L86.7 126.6"/></g><g class="a0" data-s="1"><path class="faint" d="M48.8 145.1L61.4 205.4L74.1 124.2L86.7 202"/></g><g class="a2" data-s="0"><path class="faint" d="M48.8 177.7L61.4 113.3L74.1 162L86.7 201.9L99.3 202.4L111.9 201.4L124.6 168.5L137.2 200.8L149.8 196.5L162.5 125.4L175.1 118.9L187.7 105.3L200.3 177.6L213 103.3L225.6 109.9L238.2 98.1L250.9 131.9L263.5 128.1L276.1 92.8L288.7 96.7"/></g><g class="a0" data-s="1"><path class="faint" d="M48.8 136.4L61.4 127.4L74.1 137.8L86.7 204.1L99.3 158.6L111.9 154.5L124.6 189.2L137.2 205.2L149.8 148.3L162.5 150.8L175.1 135L187.7 132.7L200.3 100.8L213 95.5L225.6 129.7L238.2 103L250.9 105.3L263.5 113.8L276.1 113.8L288.7 112.9"/></g><g class="a2" data-s="0"><path class="faint" d="M48.8 173.3L61.4 155.9L74.1 101.8L86.7 104.6L99.3 106.1L111.9 107.7"/></g><g class="a0" data-s="1"><path class="faint" d="M48.8 126.8L61.4 125.7L74.1 102.7L86.7 126.6L99.3 124.2L111.9 107"/></g><g class="a2" data-s="0"><path class="line" stroke-dasharray="7 3" d="M48.8 144.1L61.4 139.1L74.1 129.2L86.7 138.2L99.3 116.7L111.9 42L124.6 65.1L137.2 34.9L149.8 42.5L162.5 37.6L175.1 36.5L187.7 60L200.3 67.5L213 94.5L225.6 70.3L238.2 56.9L250.9 73.7L263.5 90L276.1 129.3L288.7 60.5"/></g><g class="a0" data-s="1"><path class="line" d="M48.8 123.3L61.4 55L74.1 74.7L86.7 50.8L99.3 36.2L111.9 99.5L124.6 88.6L137.2 97L149.8 95.6L162.5 57.1L175.1 156.1L187.7 143L200.3 130.4L213 99L225.6 69.6L238.2 74.4L250.9 62.4L263.5 76.3L276.1 47.4L288.7 80.2"/></g></g><g class="a2" data-s="0"><path class="lead" d="M294.7 60.5L294.7 60.5L299.7 60.5"/><text class="end" x="302.7" y="64.5">base</text></g><g class="a0" data-s="1"><path class="lead" d="M294.7 80.2L294.7 80.2L299.7 80.2"/><text class="end" x="302.7" y="84.2">new</text></g></svg></figure>
<figure><figcaption><b>Rate slice by slice: echo/http2/loopback/closed-1</b><span>Level is steady. Bold is the middle pair, the others are faint; both sides were driven in turns.</span></figcaption><svg id="slices-3" class="chart" role="img" aria-labelledby="slices-3-t slices-3-d" viewBox="0 0 340 250"><title id="slices-3-t">Rate slice by slice: echo/http2/loopback/closed-1</title><desc id="slices-3-d">Middle pair 7: new completed 1.05 times what base did.</desc><text x="48.8" y="242">slice</text><text x="2" y="16">exchanges per second</text><path class="grid" d="M162.5 28L162.5 208"/><text x="162.5" y="224" text-anchor="middle">10</text><path class="grid" d="M288.7 28L288.7 208"/><text x="288.7" y="224" text-anchor="middle">20</text><path class="axis" d="M48.8 208L288.7 208"/><path class="grid" d="M48.8 208L288.7 208"/><text x="40.8" y="212" text-anchor="end">0</text><path class="grid" d="M48.8 135.8L288.7 135.8"/><text x="40.8" y="139.8" text-anchor="end">10k/s</text><path class="grid" d="M48.8 63.6L288.7 63.6"/><text x="40.8" y="67.6" text-anchor="end">20k/s</text><clipPath id="slices-3-c"><rect x="42.8" y="22" width="251.9" height="192"/></clipPath><g clip-path="url(#slices-3-c)"><g class="a2" data-s="0"><path class="faint" d="M48.8 164L61.4 167.7L74.1 122L86.7 74.6L99.3 104.5L111.9 89.3L124.6 34.9L137.2 39.9L149.8 66.5L162.5 150.7L175.1 121.9L187.7 124.2L200.3 138.5L213 155.9L225.6 165.6L238.2 161.8L250.9 172.4L263.5 187.6L276.1 167.2L288.7 150.7"/></g><g class="a0" data-s="1"><path class="faint" d="M48.8 161.9L61.4 151.1L74.1 151.8L86.7 156.4L99.3 145.8L111.9 149.7L124.6 64.9L137.2 58L149.8 63.3L162.5 59.4L175.1 126.3L187.7 138.6L200.3 163.1L213 162L225.6 172.2L238.2 172.8L250.9 151.6L263.5 163.9L276.1 157L288.7 91.3"/></g><g class="a2" data-s="0"><path class="faint" d="M48.8 206.5L61.4 201.8L74.1 207.4L86.7 207.4"/></g><g class="a0" data-s="1"><path class="faint" d="M48.8 183.1L61.4 204.8L74.1 203.1L86.7 207.8"/></g><g class="a2" data-s="0"><path class="line" stroke-dasharray="7 3" d="M48.8 179.5L61.4 172L74.1 169L86.7 172.6L99.3 169.6L111.9 159L124.6 141.9L137.2 138.9L149.8 137.9L162.5 137.4L175.1 154.6L187.7 169.7L200.3 169L213 169.7L225.6 163.6L238.2 165.6L250.9 158.2L263.5 139.5L276.1 202.5L288.7 139.4"/></g><g class="a0" data-s="1"><path class="line" d="M48.8 188.4L61.4 186.8L74.1 177.3L86.7 148.9L99.3 167.9L111.9 153.4L124.6 156.6L137.2 139.3L149.8 147.4L162.5 147.1L175.1 142.7L187.7 146.3L200.3 153.4L213 149.6L225.6 175.8L238.2 173.2L250.9 170.4L263.5 145.3L276.1 159.5L288.7 136.5"/></g></g><g class="a2" data-s="0"><path class="lead" d="M294.7 139.4L294.7 144.9L299.7 144.9"/><text class="end" x="302.7" y="148.9">base</text></g><g class="a0" data-s="1"><path class="lead" d="M294.7 136.5L294.7 130.9L299.7 130.9"/><text class="end" x="302.7" y="134.9">new</text></g></svg></figure>
</div></section></details>
<details class="topic"><summary><h2>Not measured, not judged, and notes</h2><span class="gist">1 gap, 3 notes.</span></summary><section id="trust" aria-label="Not measured, not judged, and notes"><h3>Not judged</h3><ul class="reasons"><li>tcp p90: with this spread not even a slowdown of 1000 % would have been seen.</li></ul><h3>Pairs that do not count</h3><p class="sub">None: every pair that ran counts.</p><h3>Notes</h3><ul class="reasons"><li>echo/tcp/loopback/closed-1: the rate was not steady after 1.3 s of warm-up.</li><li>echo/http1/loopback/closed-1: the rate was not steady after 1.3 s of warm-up.</li><li>echo/http2/loopback/closed-1: the rate was not steady after 1.3 s of warm-up.</li></ul></section></details>
<details class="topic"><summary><h2>All figures</h2><span class="gist">12 figures, with what each would have shown.</span></summary><section id="cells" aria-label="All figures"><div class="scroll" tabindex="0" role="region" aria-label="All figures"><table class="plain"><thead><tr><th scope="col" class="text">cell</th><th scope="col" class="text">figure</th><th scope="col" class="text">base</th><th scope="col" class="text">new</th><th scope="col" class="text">cost (95 % CI)</th><th scope="col" class="text">pairs</th><th scope="col" class="text">detects</th><th scope="col" class="text">verdict</th></tr></thead><tbody><tr><th scope="row">tcp</th><td class="text">throughput</td><td>11.1k/s</td><td>13.0k/s</td><td>−13.4 % (−55.3 to +67.5)</td><td>4</td><td>163 %</td><td class="text">inconclusive</td></tr><tr><th scope="row">tcp</th><td class="text">p50</td><td>56.2 µs</td><td>55.7 µs</td><td>−0.9 % (−12.1 to +11.7)</td><td>4</td><td>19 %</td><td class="text">inconclusive</td></tr><tr><th scope="row">tcp</th><td class="text">p90</td><td>137 µs</td><td>77.7 µs</td><td>−43.3 % (−92.0 to +301.7)</td><td>4</td><td>over 1000 %</td><td class="text">inconclusive</td></tr><tr><th scope="row">tcp</th><td class="text">p99</td><td>51.9 µs</td><td>60.0 µs</td><td>n/a</td><td>1</td><td>n/a</td><td class="text">inconclusive</td></tr><tr><th scope="row">http1</th><td class="text">throughput</td><td>8.85k/s</td><td>9.08k/s</td><td>−3.5 % (−29.7 to +32.4)</td><td>4</td><td>59 %</td><td class="text">inconclusive</td></tr><tr><th scope="row">http1</th><td class="text">p50</td><td>69.8 µs</td><td>72.3 µs</td><td>+3.6 % (−8.3 to +16.9)</td><td>4</td><td>19 %</td><td class="text">inconclusive</td></tr><tr><th scope="row">http1</th><td class="text">p90</td><td>112 µs</td><td>109 µs</td><td>−2.3 % (−21.9 to +22.3)</td><td>4</td><td>39 %</td><td class="text">inconclusive</td></tr><tr><th scope="row">http1</th><td class="text">p99</td><td>n/a</td><td>n/a</td><td>n/a</td><td>0</td><td>n/a</td><td class="text">inconclusive</td></tr><tr><th scope="row">http2</th><td class="text">throughput</td><td>1.99k/s</td><td>2.59k/s</td><td>−11.3 % (−52.3 to +65.1)</td><td>4</td><td>149 %</td><td class="text">inconclusive</td></tr><tr><th scope="row">http2</th><td class="text">p50</td><td>226 µs</td><td>194 µs</td><td>−14.4 % (−42.2 to +26.6)</td><td>4</td><td>78 %</td><td class="text">inconclusive</td></tr><tr><th scope="row">http2</th><td class="text">p90</td><td>164 µs</td><td>173 µs</td><td>n/a</td><td>2</td><td>n/a</td><td class="text">inconclusive</td></tr><tr><th scope="row">http2</th><td class="text">p99</td><td>n/a</td><td>n/a</td><td>n/a</td><td>0</td><td>n/a</td><td class="text">inconclusive</td></tr></tbody></table></div></section></details>
<details class="topic"><summary><h2>Conditions</h2><span class="gist">Debian GNU/Linux 12 (bookworm), .NET 10.0.12.</span></summary><section id="conditions" aria-label="Conditions"><dl class="facts"><div><dt>Comparison</dt><dd>20261128T103308Z-quick-ab</dd></div><div><dt>Started</dt><dd>2026-11-28 10:33:08 UTC</dd></div><div class="wide"><dt>Command</dt><dd>protobench ab scenarios/quick.yaml --protocols tcp,http1,http2 --new-set duration=400ms --pairs 4 --confirm 0 -o /tmp/p17/after/ab</dd></div></dl><h3>Asked for, of the new side</h3><dl class="ledger"><div><dt>trials per cell</dt><dd>3 fresh process pairs, cells interleaved in seeded random order</dd></div><div><dt>measured time</dt><dd>400 ms per trial</dd></div><div><dt>warm-up</dt><dd>until steady, 300 ms to 1.25 s</dd></div><div><dt>timeout</dt><dd>5 s</dd></div><div><dt>pinning</dt><dd>server on the first half of the processors, client on the rest (of a single one both have all)</dd></div><div><dt>garbage collector</dt><dd>workstation, not concurrent</dd></div><div><dt>tiered PGO</dt><dd>off</dd></div><div><dt>seed</dt><dd>1</dd></div></dl><h3>Machine and software</h3><dl class="ledger"><div><dt>processor</dt><dd>AMD EPYC, 2 logical</dd></div><div><dt>frequency governor</dt><dd>none</dd></div><div><dt>memory</dt><dd>23.5 GiB</dd></div><div><dt>operating system</dt><dd>Debian GNU/Linux 12 (bookworm)</dd></div><div><dt>kernel</dt><dd>6.18.44-fc-v669</dd></div><div><dt>runtime</dt><dd>.NET 10.0.12</dd></div><div><dt>runtime settings</dt><dd>server-gc=false concurrent-gc=false tiered-pgo=false tiering-delay=1ms pinning=split</dd></div><div><dt>idle</dt><dd>processors kept awake</dd></div><div><dt>default congestion control</dt><dd>bbr</dd></div><div><dt>clock source</dt><dd>tsc</dd></div><div><dt>ProtoBench</dt><dd>0.1.0 (4f20cf91a3933bca8ac5436dc3084692d88972dd)</dd></div><div><dt>kernel.sched_autogroup_enabled</dt><dd>1</dd></div><div><dt>net.core.busy_poll</dt><dd>0</dd></div><div><dt>net.core.default_qdisc</dt><dd>pfifo_fast</dd></div><div><dt>net.core.rmem_max</dt><dd>4194304</dd></div><div><dt>net.core.somaxconn</dt><dd>4096</dd></div><div><dt>net.core.wmem_max</dt><dd>4194304</dd></div><div><dt>net.ipv4.tcp_allowed_congestion_control</dt><dd>reno bbr</dd></div><div><dt>net.ipv4.tcp_no_metrics_save</dt><dd>0</dd></div><div><dt>net.ipv4.tcp_notsent_lowat</dt><dd>4294967295</dd></div><div><dt>net.ipv4.tcp_rmem</dt><dd>4096 131072 33554432</dd></div><div><dt>net.ipv4.tcp_slow_start_after_idle</dt><dd>1</dd></div><div><dt>net.ipv4.tcp_wmem</dt><dd>4096 16384 4194304</dd></div><div><dt>net.unix.max_dgram_qlen</dt><dd>10</dd></div></dl></section></details>
<details class="topic"><summary><h2>Method</h2><span class="gist">What the words mean.</span></summary><section id="method" aria-label="Method"><dl class="glossary"><dt>cost</dt><dd>Latency new ÷ base, rate base ÷ new: above 1 is worse, whichever way the figure points.</dd><dt>pair</dt><dd>A fresh server and client of each side, alive at once and driven by turns in short slices, so that whatever the machine does meets both.</dd><dt>slower, faster</dt><dd>Shown at the suite&#39;s error rate, which is shared by all its figures, and larger than the margin.</dd><dt>same</dt><dd>Shown to lie within the margin.</dd><dt>inconclusive</dt><dd>Neither was shown. &#39;Detects&#39; says which slowdown this spread and number of pairs would have shown.</dd><dt>worse, better</dt><dd>A share of failed exchanges that grew or shrank.</dd></dl><p class="sub">At most 1.0 % of unchanged suites show a false slower. Seed of slice order and length: 1.</p></section></details>
</main><footer>ProtoBench 0.1.0. 20261128T103308Z-quick-ab.</footer></div><script>
"use strict";
(() => {
// What the reader chose: arms that are hidden, and one workload, link and figure or all of them. Kept in the address after the '#', so that
// a link shows what its sender saw.

// Pages without arms have no bar, and nothing to choose.
const bar = document.querySelector(".bar") ?? document.createElement("div");
const selects = [...bar.querySelectorAll("select[data-choice]")];
const toggles = [...bar.querySelectorAll("[data-toggle]")].map(makeToggle);
const reset = bar.querySelector(".reset");
const hidden = new Set();

// The legend becomes a row of switches: the same words, now pressed or not.
function makeToggle(item) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...item.childNodes);
  item.append(button);
  return { button, series: item.dataset.toggle, name: button.textContent };
}

function chosen(key) {
  const select = selects.find(one => one.dataset.choice === key);
  return select ? select.value : "";
}

// Workloads and links are numbered in the page as their options are; figures are named.
function chosenIn(key) {
  const select = selects.find(one => one.dataset.choice === key);
  if (!select || select.value === "") return null;
  return key === "m" ? select.value : String(select.selectedIndex - 1);
}

function isOff(element) {
  const { s, w, l, m } = element.dataset;
  return (s !== undefined && hidden.has(s))
    || differs(w, chosenIn("w")) || differs(l, chosenIn("l")) || differs(m, chosenIn("m"));
}

function differs(own, wanted) {
  return own !== undefined && wanted !== null && own !== wanted;
}

function apply() {
  for (const element of document.querySelectorAll("main [data-s], main [data-w], main [data-l], main [data-m]")) {
    element.classList.toggle("off", isOff(element));
  }
  for (const toggle of toggles) {
    toggle.button.setAttribute("aria-pressed", String(!hidden.has(toggle.series)));
  }
  // A part whose every chart and table is filtered out would leave a heading over nothing.
  for (const part of document.querySelectorAll("main .part")) {
    const shown = [...part.querySelectorAll("figure, .scroll")];
    part.classList.toggle("bare", shown.length > 0 && shown.every(one => one.closest(".off") !== null));
  }
  for (const topic of document.querySelectorAll("main .topic")) {
    const parts = [...topic.querySelectorAll(".part")];
    topic.classList.toggle("bare", parts.length > 0 && parts.every(one => one.matches(".off, .bare")));
  }
  if (reset !== null) reset.hidden = hidden.size === 0 && selects.every(select => select.value === "");
}

function writeHash(section) {
  const state = new URLSearchParams();
  for (const select of selects) {
    if (select.value !== "") state.set(select.dataset.choice, select.value);
  }
  const names = toggles.filter(toggle => hidden.has(toggle.series)).map(toggle => toggle.name);
  if (names.length > 0) state.set("hide", names.join(","));
  if (sorted !== null) state.set("sort", sorted);
  if (section) state.set("at", section);
  const text = state.toString();
  // Replaced and not pushed: going back leaves the page, not the last switch.
  history.replaceState(null, "", text === "" ? location.pathname + location.search : "#" + text);
}

function readHash() {
  const text = location.hash.slice(1);
  if (!text.includes("=")) {
    showTarget(text);
    return;
  }
  const state = new URLSearchParams(text);
  for (const select of selects) {
    const wanted = state.get(select.dataset.choice) ?? "";
    select.value = [...select.options].some(option => option.value === wanted) ? wanted : "";
  }
  // Names with commas are matched whole: each arm's name is looked for between commas.
  const names = "," + (state.get("hide") ?? "") + ",";
  hidden.clear();
  for (const toggle of toggles) {
    if (names.includes("," + toggle.name + ",")) hidden.add(toggle.series);
  }
  apply();
  sortBy(state.get("sort"));
  showTarget(state.get("at") ?? "");
}

// What stands in a fold is unfolded when a link leads to it.
function showTarget(id) {
  const target = id === "" ? null : document.getElementById(id);
  if (target === null) return;
  for (let fold = target.closest("details"); fold !== null; fold = fold.parentElement.closest("details")) fold.open = true;
  // The line that folds a section tells which one it is.
  const topic = target.closest(".topic");
  (topic !== null && topic.querySelector("section") === target ? topic : target).scrollIntoView();
}
// Points tell their figures: under the mouse, under a finger, and under the arrow keys of a chart that has the focus. The words are those of
// the points' own titles, which browsers show without this script.

const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("role", "status");
tip.hidden = true;

// Farther than this, in pixels, a point is not what is pointed at.
const reach = 32;

let marked = null;

// Titles are moved to an attribute, or browsers would show them beside the tip. Reads the drawing once, when it is first asked for.
function pointsOf(chart) {
  if (!chart.tips) {
    chart.tips = [...chart.querySelectorAll("g[data-s] > * > title")].map(title => {
      const point = title.parentElement;
      point.dataset.tip = title.textContent;
      title.remove();
      return point;
    });
  }
  return chart.tips.filter(point => point.closest(".off") === null);
}

function centre(point) {
  const box = point.getBoundingClientRect();
  // A bar is pointed at by its end.
  const x = point.localName === "rect" ? box.right : (box.left + box.right) / 2;
  return { x, y: (box.top + box.bottom) / 2, box };
}

function nearest(chart, x, y) {
  let best = null;
  let least = reach;
  for (const point of pointsOf(chart)) {
    const at = centre(point);
    const inside = x >= at.box.left && x <= at.box.right && y >= at.box.top && y <= at.box.bottom;
    const distance = inside ? Math.min(4, Math.hypot(at.x - x, at.y - y)) : Math.hypot(at.x - x, at.y - y);
    if (distance < least) {
      least = distance;
      best = point;
    }
  }
  return best;
}

function show(point) {
  if (point === marked) return;
  hide();
  if (point === null) return;
  marked = point;
  point.classList.add("marked");
  const [first, ...rest] = point.dataset.tip.split("\n");
  const heading = document.createElement("b");
  heading.textContent = first;
  tip.replaceChildren(heading, ...rest.map(text => {
    const line = document.createElement("span");
    line.textContent = text;
    return line;
  }));
  tip.hidden = false;
  place(centre(point));
}

// Beside the point, turned to the side where there is room.
function place(at) {
  const box = tip.getBoundingClientRect();
  const x = at.x + 14 + box.width > document.documentElement.clientWidth ? at.x - 14 - box.width : at.x + 14;
  const y = Math.min(Math.max(8, at.y - box.height / 2), innerHeight - box.height - 8);
  tip.style.left = Math.max(4, x) + "px";
  tip.style.top = y + "px";
}

// Scrolling takes the point along, as focusing a chart at the edge of the window does.
function follow() {
  if (marked !== null) place(centre(marked));
}

function hide() {
  if (marked !== null) marked.classList.remove("marked");
  marked = null;
  tip.hidden = true;
}

// Left and right walk along the points of the drawing from left to right, up and down from top to bottom.
const orders = {
  ArrowRight: at => [at.x, at.y], ArrowLeft: at => [-at.x, -at.y],
  ArrowDown: at => [at.y, at.x], ArrowUp: at => [-at.y, -at.x],
};

function step(chart, key) {
  const order = orders[key];
  const points = pointsOf(chart).map(point => ({ point, place: order(centre(point)) }));
  points.sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1]);
  const position = points.findIndex(one => one.point === marked);
  const next = points[(position + 1) % points.length];
  if (next) show(next.point);
}

function watch(chart) {
  if (chart.querySelector("g[data-s] > * > title") === null) return;
  chart.setAttribute("tabindex", "0");
  chart.addEventListener("pointermove", event => show(nearest(chart, event.clientX, event.clientY)));
  chart.addEventListener("pointerdown", event => show(nearest(chart, event.clientX, event.clientY)));
  chart.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(); });
  chart.addEventListener("blur", hide);
  chart.addEventListener("keydown", event => {
    if (event.key === "Escape") hide();
    if (event.key in orders) {
      event.preventDefault();
      step(chart, event.key);
    }
  });
}
// The table of all figures, ordered by any of its columns. A cell and its trials are one body of the table and stay together.

let sorted = null;

function columnsOf(table) {
  return [...table.tHead.rows[0].cells];
}

function valueOf(body, column) {
  const cell = body.rows[0].cells[column];
  return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
}

// Cells without the figure come last in both directions. Words are compared as words.
function compare(a, b, column, sign) {
  const [x, y] = [valueOf(a, column), valueOf(b, column)];
  if (x !== null && y !== null) return sign * (x - y);
  if (x !== null || y !== null) return x !== null ? -1 : 1;
  return sign * a.rows[0].cells[column].textContent.localeCompare(b.rows[0].cells[column].textContent, "en", { numeric: true });
}

function sortTable(table, column, descending) {
  const bodies = [...table.tBodies].sort((a, b) => compare(a, b, column, descending ? -1 : 1));
  table.append(...bodies);
  columnsOf(table).forEach((head, index) => {
    if (index === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

// "p99 latency" and "p99 latency:d", as it stands in the address. Tables without the column stay as they are.
function sortBy(text) {
  sorted = text;
  if (text === null) return;
  const descending = text.endsWith(":d");
  const name = descending ? text.slice(0, -2) : text;
  for (const table of document.querySelectorAll("table.sortable")) {
    const column = columnsOf(table).findIndex(head => head.textContent === name);
    if (column >= 0) sortTable(table, column, descending);
  }
}

function makeSortable(table) {
  for (const head of columnsOf(table)) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      sortBy(button.textContent + (descending ? ":d" : ""));
      writeHash();
    });
  }
}
// Everything that only works with a script appears now.

document.body.append(tip);
document.querySelectorAll("svg[role=img]").forEach(watch);
document.querySelectorAll("table.sortable").forEach(makeSortable);
addEventListener("scroll", follow, { passive: true });

const choices = bar.querySelector(".choices");
if (choices !== null) choices.hidden = selects.length === 0;
for (const select of selects) {
  select.addEventListener("change", () => {
    apply();
    writeHash();
  });
}

for (const toggle of toggles) {
  toggle.button.addEventListener("click", () => {
    if (!hidden.delete(toggle.series)) hidden.add(toggle.series);
    apply();
    writeHash();
  });
  // Twice: this one alone, or all again.
  toggle.button.addEventListener("dblclick", () => {
    const alone = toggles.every(one => hidden.has(one.series) === (one !== toggle));
    hidden.clear();
    if (!alone) toggles.filter(one => one !== toggle).forEach(one => hidden.add(one.series));
    apply();
    writeHash();
  });
}

reset?.addEventListener("click", () => {
  hidden.clear();
  for (const select of selects) select.value = "";
  apply();
  writeHash();
});

// A link to a section keeps what was chosen in the address.
document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='#']");
  if (link === null) return;
  event.preventDefault();
  const id = link.getAttribute("href").slice(1);
  writeHash(id);
  showTarget(id);
});

// One press for those who read everything, or print from a browser that does not unfold for print.
const unfold = document.querySelector(".unfold");
const topics = [...document.querySelectorAll(".topic")];
unfold.hidden = topics.length === 0;
const tellUnfold = () => { unfold.textContent = topics.every(topic => topic.open) ? "Fold all" : "Unfold all"; };
unfold.addEventListener("click", () => {
  const open = !topics.every(topic => topic.open);
  for (const topic of topics) topic.open = open;
});
for (const topic of topics) {
  topic.addEventListener("toggle", () => {
    tellUnfold();
    markCuts();
  });
}

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});

// A table that goes on beyond the edge fades there.
function markCut(region) {
  region.classList.toggle("cut", region.scrollLeft + region.clientWidth < region.scrollWidth - 2);
}

function markCuts() {
  document.querySelectorAll(".scroll").forEach(markCut);
}

document.querySelectorAll(".scroll").forEach(region => region.addEventListener("scroll", () => markCut(region), { passive: true }));
addEventListener("resize", markCuts);

const theme = document.querySelector("button.theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});

addEventListener("hashchange", readHash);
apply();
readHash();
markCuts();
})();
</script></body></html>
