using System.CommandLine;
using ProtoBench.Scenarios;

namespace ProtoBench.Commands;

/// <summary><c>protobench quick</c>: a comparison within a minute, without any file.</summary>
internal static class QuickCommand
{
    public static Command Create()
    {
        var protocols = new Argument<string[]>("protocol") { Description = "Protocols to compare (default: all).", Arity = ArgumentArity.ZeroOrMore };
        var output = CommonOptions.Output();
        var set = CommonOptions.Set();
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var command = new Command("quick", "Compare protocols within a minute.") { protocols, output, set, seed, json };
        command.SetAction((parsed, _) =>
        {
            var overrides = new ScenarioOverrides
            {
                Set = parsed.GetValue(set) ?? [],
                Protocols = parsed.GetValue(protocols) ?? [],
                Seed = parsed.GetValue(seed),
            };
            var request = new RunRequest
            {
                Folder = parsed.GetValue(output),
                Json = parsed.GetValue(json),
                CommandLine = "protobench " + string.Join(' ', parsed.Tokens.Select(token => token.Value)),
            };
            return RunExecution.RunAllAsync([ScenarioInput.Quick(overrides)], request);
        });
        return command;
    }
}
