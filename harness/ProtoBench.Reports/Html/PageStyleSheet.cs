using ProtoBench.Reports.Charts;

namespace ProtoBench.Reports.Html;

/// <summary>The page's look. Light by default, dark where the reader's system is; print is always light.</summary>
internal static class PageStyleSheet
{
    // "@media screen and": a reader with a dark system still prints on white paper. The attribute is set by the page's button.
    public static string Text { get; } =
        ":root{" + Variables(dark: false) + "}\n"
        + ChartStyleSheet.Colours(dark: false)
        + "@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){" + Variables(dark: true) + "}\n"
        + Under(":root:not([data-theme=light]) ", ChartStyleSheet.Colours(dark: true)) + "}\n"
        + "@media screen{:root[data-theme=dark]{" + Variables(dark: true) + "}\n" + Under(
            ":root[data-theme=dark] ", ChartStyleSheet.Colours(dark: true)) + "}\n"
        + ChartStyleSheet.Shapes
        + Layout + Bar + Matrix + Narrow + Print;

    private const string Layout = """
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
        @media(max-width:560px){figure:not(.headline){overflow-x:auto;scrollbar-width:thin}figure:not(.headline)>.chart{min-width:470px}svg.chart[tabindex]{touch-action:pan-x pan-y}}
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

        """;

    private const string Bar = """
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

        """;

    private const string Matrix = """
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
        .own thead th,.own thead th>button{white-space:normal;min-width:84px;max-width:132px}
        .own td,.own tbody th{padding-top:5px;padding-bottom:5px}
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

        """;

    private const string Narrow = """
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

        """;

    private const string Print = """
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

        """;

    private static string Under(string selector, string rules) =>
        string.Concat(rules.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(rule => selector + rule + "\n"));

    private static string Variables(bool dark) => dark
        ? "color-scheme:dark;--paper:" + ChartStyleSheet.DarkPaper + ";--ink:#e9ebef;--soft:#a3abb7;--mute:#c3c9d2;--rule:#2b3038;--edge:#5a626e;--grid:#262b33;--shade:#1c2027;"
            + "--link:#8bb9f5;--best:#5fd0a0;--warn:#e0a94a;--h0:#1d222a;--h1:#2b2620;--h2:#3a2e1c;--h3:#4a3717;--h4:#5b4013;--h5:#6a480d;--h6:#7a4f06"
        : "color-scheme:light;--paper:" + ChartStyleSheet.LightPaper + ";--ink:#1b1e24;--soft:#59606b;--mute:#434a54;--rule:#e0e3e8;--edge:#9aa2ad;--grid:#e8eaee;--shade:#f4f5f7;"
            + "--link:#1b5fae;--best:#0f7350;--warn:#9a6200;--h0:#f7f8fa;--h1:#fdf6ec;--h2:#fdecd6;--h3:#fcdfba;--h4:#fad19b;--h5:#f6c27c;--h6:#f0b060";
}
