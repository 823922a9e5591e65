using System.CommandLine;
using System.Net;
using ProtoBench.Model.Text;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Reports.Exports;
using ProtoBench.Trials;

namespace ProtoBench.Commands;

/// <summary><c>protobench run</c>: the main job.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var scenarios = new Argument<string[]>("scenario")
        {
            Description = "Scenario files, or names of scenarios that ship, such as echo.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = CommonOptions.Output();
        var filter = new Option<string[]>("--filter")
        {
            Description = "Run only cells whose id matches, such as 'echo/http*/*/closed-1'. May be repeated.",
            HelpName = "glob",
        };
        var protocols = new Option<string?>("--protocols") { Description = "Run only these protocols or labels.", HelpName = "a,b" };
        var hosts = HostsOption.Create();
        var set = CommonOptions.Set();
        var seed = CommonOptions.Seed();
        var dryRun = CommonOptions.DryRun();
        var resume = new Option<string?>("--resume") { Description = "Continue an interrupted run.", HelpName = "folder" };
        var capture = new Option<bool>(
            "--pcap")
        { Description = "Record the packets of emulated links (logs/NNNN/link.pcapng), each drop with its reason." };
        var qlog = new Option<bool>(
            "--qlog")
        { Description = "Write the events of every QUIC connection (logs/NNNN/*.sqlog, for qvis and the like). Costs time." };
        var live = new Option<bool>(
            "--live")
        { Description = "Show the report in a browser during the run: served on 127.0.0.1, redrawn after each trial." };
        var livePort = new Option<int?>("--live-port") { Description = "Port of the live view (default: any free one); implies --live." };
        var json = CommonOptions.Json();
        var command = new Command("run", "Run scenarios and draw the report.")
        {
            scenarios,
            output,
            filter,
            protocols,
            hosts,
            set,
            seed,
            dryRun,
            resume,
            capture,
            qlog,
            live,
            livePort,
            json,
        };
        var exports = new ExportOptions(ExportedKind.Run);
        exports.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var files = parsed.GetValue(scenarios) ?? [];
            var request = new RunRequest
            {
                Output = parsed.GetValue(output),
                Filters = parsed.GetValue(filter) ?? [],
                Recording = new Recording(parsed.GetValue(capture), parsed.GetValue(qlog)),
                LivePort = Port(parsed.GetValue(live), parsed.GetValue(livePort)),
                DryRun = parsed.GetValue(dryRun),
                Json = parsed.GetValue(json),
                Exports = exports.Of(parsed),
                CommandLine = ShellText.Command(parsed.Tokens.Select(token => token.Value)),
            };
            if (parsed.GetValue(resume) is { } folder)
            {
                return files.Length == 0
                    ? RunExecution.ResumeAsync(folder, request)
                    : throw new UsageException("--resume continues a stored plan; leave the scenario out");
            }

            var overrides = new ScenarioOverrides
            {
                Set = parsed.GetValue(set) ?? [],
                Protocols = Names(parsed.GetValue(protocols)),
                Hosts = parsed.GetValue(hosts),
                Seed = parsed.GetValue(seed),
            };
            return files.Length > 0
                ? RunExecution.RunAllAsync(ScenarioInput.LoadAll(files, overrides), request)
                : throw new UsageException("no scenario given; 'protobench list' shows those that ship, 'protobench quick' needs none");
        });
        return command;
    }

    private static int? Port(bool live, int? port) => port is < 0 or > IPEndPoint.MaxPort
        ? throw new UsageException($"--live-port {port}: a port is a number from 0 (any free one) to {IPEndPoint.MaxPort}")
        : port ?? (live ? 0 : null);

    public static string[] Names(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
