using ProtoBench.Charts;

namespace ProtoBench.Reports;

/// <summary>The page's look. Light by default, dark where the reader's system is; print is always light.</summary>
internal static class PageStyleSheet
{
    // "@media screen and": a reader with a dark system still prints on white paper.
    public static string Text { get; } =
        ":root{" + Variables(dark: false) + "}\n"
        + ChartStyleSheet.Colours(dark: false)
        + "@media screen and (prefers-color-scheme:dark){:root{" + Variables(dark: true) + "}\n" + ChartStyleSheet.Colours(dark: true) + "}\n"
        + ChartStyleSheet.Shapes
        + Layout + Matrix + Narrow + Print;

    private const string Layout = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-behavior:smooth;background:var(--paper)}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
        .page{max-width:1136px;margin:0 auto;padding:0 32px 80px}
        a{color:var(--link);text-underline-offset:3px}
        :focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
        .skip{position:absolute;left:-999px}
        .skip:focus{position:static}
        code{font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        .mast{padding:56px 0 28px;border-bottom:1px solid var(--rule)}
        .over{margin:0 0 14px;color:var(--soft);font-size:.82rem;letter-spacing:.02em}
        .over b{color:var(--ink);font-weight:650}
        h1{margin:0;max-width:24ch;font-size:clamp(1.75rem,1.1rem + 2.6vw,2.75rem);line-height:1.12;letter-spacing:-.024em;font-weight:700;text-wrap:balance}
        .desc,.sub,.how,.rest,.warn{text-wrap:pretty}
        .desc{max-width:68ch;margin:16px 0 0;color:var(--soft)}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,176px),1fr));gap:14px 32px;margin:28px 0 0}
        .facts dt,.ledger dt{color:var(--soft);font-size:.78rem}
        .facts dd{margin:0;font-size:.92rem}
        .wide{grid-column:1/-1}
        .chips{display:flex;flex-wrap:wrap;gap:6px;margin:22px 0 0;padding:0;list-style:none;font-size:.8rem}
        .chips li{padding:2px 10px;border:1px solid var(--rule);border-radius:99px;color:var(--soft)}
        .chips b{font-weight:600;color:var(--ink)}
        .contents{display:flex;flex-wrap:wrap;gap:4px 22px;padding:14px 0;border-bottom:1px solid var(--rule);font-size:.88rem}
        .contents a{color:var(--soft);text-decoration:none}
        .contents a:hover{color:var(--ink);text-decoration:underline}
        section{padding-top:52px}
        h2{margin:0 0 4px;font-size:1.5rem;line-height:1.2;letter-spacing:-.016em;font-weight:680}
        h3{margin:36px 0 8px;font-size:1.05rem;font-weight:650}
        .how{margin:10px 0 0;color:var(--soft);max-width:92ch;font-size:.82rem;line-height:1.5}
        .sub{margin:0 0 8px;color:var(--soft);max-width:72ch}
        .answers{display:grid;gap:28px;margin:22px 0 0;padding:0;list-style:none}
        .answers li{padding-left:20px;border-left:3px solid var(--best)}
        .answers .scope{margin:0;color:var(--soft);font-size:.84rem}
        .answers .say{margin:2px 0 0;max-width:64ch;font-size:clamp(1.2rem,1.02rem + .7vw,1.5rem);line-height:1.34;letter-spacing:-.01em;font-weight:620;text-wrap:pretty}
        .answers .say span{color:var(--soft);font-weight:400}
        .answers .rest{margin:8px 0 0;max-width:74ch;color:var(--soft)}
        .warn{margin:20px 0 0;padding:12px 16px;border-left:3px solid var(--warn);background:var(--shade);max-width:78ch}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:36px 40px;margin-top:28px}
        figure{margin:0;min-width:0;break-inside:avoid}
        figcaption b{display:block;margin-bottom:6px;font-size:.95rem;font-weight:650;line-height:1.35}
        figcaption span{display:block;margin:-3px 0 10px;color:var(--soft);font-size:.82rem;line-height:1.45}
        .chart{display:block;width:100%;max-width:540px;height:auto;overflow:visible}
        .none{padding:18px 20px;background:var(--shade);border-radius:6px;color:var(--soft);font-size:.92rem}
        .ledger{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:12px 32px;margin:14px 0 0}
        .ledger dd{margin:0;font-size:.92rem}
        .glossary dt{font-weight:650;margin-top:14px}
        .glossary dd{margin:2px 0 0;max-width:74ch;color:var(--soft)}
        .reasons{margin:14px 0 0;padding:0;list-style:none}
        .reasons li{padding:10px 0;border-top:1px solid var(--rule)}
        .reasons p{margin:2px 0 0;color:var(--soft);max-width:86ch}
        .badge{display:inline-block;margin-right:8px;padding:0 8px;border:1px solid var(--rule);border-radius:99px;color:var(--soft);font-size:.76rem}
        footer{margin-top:64px;padding-top:18px;border-top:1px solid var(--rule);color:var(--soft);font-size:.82rem}

        """;

    private const string Matrix = """
        .scroll{overflow-x:auto;margin-top:14px}
        table{border-collapse:separate;border-spacing:0;font-variant-numeric:tabular-nums;font-size:.9rem}
        caption{padding:0 0 6px;text-align:left;font-weight:650}
        th,td{padding:9px 14px;text-align:right;white-space:nowrap;vertical-align:top}
        th[scope=row],th.text,td.text{text-align:left}
        thead th{color:var(--soft);font-size:.8rem;font-weight:600;border-bottom:1px solid var(--rule);vertical-align:bottom}
        tbody th{font-weight:600}
        tbody tr+tr>*{border-top:1px solid var(--rule)}
        td.wrap{white-space:normal;min-width:84px}
        .matrix{border-spacing:3px}
        .matrix tbody tr>*{border:0}
        .matrix thead th{border:0;padding-bottom:4px}
        .matrix td{min-width:116px;border-radius:6px;background:var(--h0)}
        .matrix th[scope=row]{position:sticky;left:0;background:var(--paper);padding-left:3px;max-width:210px}
        th[scope=row]{white-space:normal;overflow-wrap:break-word;min-width:152px}
        .num{display:block;font-weight:650}
        .missed{display:block;color:var(--warn);font-size:.78rem}
        .ci,.ratio{display:block;color:var(--mute);font-size:.78rem;line-height:1.4}
        td.h1{background:var(--h1)}td.h2{background:var(--h2)}td.h3{background:var(--h3)}td.h4{background:var(--h4)}td.h5{background:var(--h5)}td.h6{background:var(--h6)}
        td.best{box-shadow:inset 0 0 0 2px var(--best)}
        td.equal{outline:1.5px dashed var(--soft);outline-offset:-2px}
        td.best .ratio{color:var(--best);font-weight:650}
        td.off{background:var(--shade);color:var(--soft);font-size:.82rem;vertical-align:middle;white-space:normal;max-width:132px}
        .key{display:inline-block;width:26px;height:12px;margin-right:8px;vertical-align:-1px;overflow:visible}

        """;

    private const string Narrow = """
        @media (max-width:640px){
        .page{padding:0 16px 56px}
        .mast{padding:32px 0 20px}
        section{padding-top:40px}
        .charts{gap:32px}
        .matrix td{min-width:92px}
        th,td{padding:8px 9px}
        .matrix th[scope=row]{min-width:84px;max-width:140px}
        .cells th[scope=row]{min-width:96px}
        th .key{display:block;margin:0 0 4px}
        }

        """;

    private const string Print = """
        @media print{
        @page{margin:14mm}
        body{font-size:10.5pt}
        .page{max-width:none;padding:0}
        .mast{padding-top:0}
        .contents,.skip{display:none}
        section{padding-top:26px}
        h2,h3,caption{break-after:avoid}
        .scroll{overflow:visible}
        .charts{grid-template-columns:1fr 1fr;gap:20px}
        .answers li,.reasons li,tr{break-inside:avoid}
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
        .matrix td,.chips li{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }

        """;

    private static string Variables(bool dark) => dark
        ? "color-scheme:dark;--paper:" + ChartStyleSheet.DarkPaper + ";--ink:#e9ebef;--soft:#a3abb7;--mute:#c3c9d2;--rule:#2b3038;--grid:#262b33;--shade:#1c2027;"
            + "--link:#8bb9f5;--best:#5fd0a0;--warn:#e0a94a;--h0:#1a1e24;--h1:#231f1b;--h2:#2e251b;--h3:#3a2c1b;--h4:#48341a;--h5:#573b18;--h6:#674315"
        : "color-scheme:light;--paper:" + ChartStyleSheet.LightPaper + ";--ink:#1b1e24;--soft:#59606b;--mute:#434a54;--rule:#e0e3e8;--grid:#e8eaee;--shade:#f4f5f7;"
            + "--link:#1b5fae;--best:#0f7350;--warn:#9a6200;--h0:#f7f8fa;--h1:#fdf6ec;--h2:#fdecd6;--h3:#fcdfba;--h4:#fad19b;--h5:#f6c27c;--h6:#f0b060";
}
