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
            // Any protocol may be named, also one that the scenario leaves out.
            var named = parsed.GetValue(protocols) ?? [];
            string[] wanted = named.Length == 0 ? [] : [$"protocols=[{string.Join(", ", named)}]"];
            var overrides = new ScenarioOverrides
            {
                Set = [.. wanted, .. parsed.GetValue(set) ?? []],
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
