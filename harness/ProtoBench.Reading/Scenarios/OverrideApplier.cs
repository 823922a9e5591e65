using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Yaml;

namespace ProtoBench.Reading.Scenarios;

/// <summary>
/// Puts the values of <c>--set</c>, <c>--hosts</c> and <c>--seed</c> into the tree before it is checked, so that they are checked like the
/// file.
/// </summary>
internal sealed class OverrideApplier(ReadingContext context)
{
    public SourceNode Apply(SourceNode root, ScenarioOverrides overrides)
    {
        // Before the others: they may change the launcher, or a port.
        if (overrides.Hosts is { } hosts)
        {
            root = ApplyOne(root, $"hosts={HostsOf(hosts)}", $"--hosts {Spelling.Shorten(hosts)}");
        }

        foreach (var setting in overrides.Set)
        {
            root = ApplyOne(root, setting, $"--set {Spelling.Shorten(setting)}");
        }

        return overrides.Seed is { } seed ? ApplyOne(root, $"seed={seed}", $"--seed {seed}") : root;
    }

    // A single host is for all sides. As JSON, which is YAML, so that nothing in a name has a meaning there.
    private static string HostsOf(string list)
    {
        var names = list.Split(',', StringSplitOptions.TrimEntries).Select(name => JsonValue.Create(name)!).ToList();
        return new JsonObject
        {
            ["server"] = names[0],
            ["clients"] = new JsonArray([.. names.Count > 1 ? names.Skip(1) : [JsonValue.Create(list.Trim())]]),
        }.ToJsonString();
    }

    private SourceNode ApplyOne(SourceNode root, string setting, string option)
    {
        var span = new SourceSpan(option, 0, 0, 0);
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        var path = equals < 0 ? [] : setting[..equals].Split('.', StringSplitOptions.TrimEntries);
        if (path.Length == 0 || path.Any(part => part.Length == 0))
        {
            context.Report(
                span, ScenarioErrorCodes.BadOverride, "no 'key=value'", "for example --set trials=3 or --set workloads.echo.request=1KiB");
            return root;
        }

        if (string.IsNullOrWhiteSpace(setting[(equals + 1)..]))
        {
            context.Report(span, ScenarioErrorCodes.BadOverride, "no value after '='", $"for example --set {setting[..equals]}=3");
            return root;
        }

        var value = SourceTree.ParseOption(setting[(equals + 1)..], span, context);
        return value is null ? root : Replace(root, path, 0, value, span) ?? root;
    }

    /// <summary>The node with the value at the path, or null after reporting that the path leads nowhere.</summary>
    private SourceNode? Replace(SourceNode node, string[] path, int depth, SourceNode value, SourceSpan option)
    {
        if (depth == path.Length)
        {
            return value;
        }

        return node switch
        {
            SourceMapping mapping => ReplaceEntry(mapping, path, depth, value, option),
            SourceList list => ReplaceItem(list, path, depth, value, option),
            _ => Lost(
                path, depth, option, $"is {node.Kind}, not a mapping or list", "set it as a whole: --set 'warm-up={min: 0 s, max: 1 s}'"),
        };
    }

    private SourceMapping? ReplaceEntry(SourceMapping mapping, string[] path, int depth, SourceNode value, SourceSpan option)
    {
        var key = path[depth];
        var existing = mapping.Find(key);
        if (existing is null && depth > 0 && depth < path.Length - 1)
        {
            var keys = mapping.Entries.Select(entry => entry.Key.Text).ToArray();
            return (SourceMapping?)Lost(path, depth, option, $"has no '{Spelling.Shorten(key)}'", Spelling.Hint(key, keys, "it has"));
        }

        // A section with defaults, such as runtime, may be absent from the file; an unknown one is found when the tree is checked.
        var before = existing?.Value ?? new SourceMapping(option, []);
        var after = Replace(before, path, depth + 1, value, option);
        return after is null ? null : mapping.With(new SourceEntry(existing?.Key ?? new SourceScalar(option, key, Plain: true), after));
    }

    private SourceList? ReplaceItem(SourceList list, string[] path, int depth, SourceNode value, SourceSpan option)
    {
        if (!uint.TryParse(path[depth], out var index) || index >= list.Items.Count)
        {
            var problem = $"has no item '{Spelling.Shorten(path[depth])}'";
            return (SourceList?)Lost(path, depth, option, problem, $"items are numbered from 0 to {list.Items.Count - 1}");
        }

        var after = Replace(list.Items[(int)index], path, depth + 1, value, option);
        return after is null ? null : list with { Items = [.. list.Items.Select((item, position) => position == index ? after : item)] };
    }

    private SourceNode? Lost(string[] path, int depth, SourceSpan option, string problem, string hint)
    {
        var place = depth == 0 ? "the scenario" : $"'{string.Join('.', path.Take(depth))}'";
        context.Report(option, ScenarioErrorCodes.OverridePath, $"{place} {problem}", hint);
        return null;
    }
}
