using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using YamlDotNet.RepresentationModel;

namespace ProtoBench.Reading.Links;

/// <summary>Walks a profile's YAML and collects everything that is wrong with it, so that one run shows all errors.</summary>
internal sealed class ProfileNodes(string source)
{
    private readonly List<ScenarioError> _errors = [];

    public IReadOnlyList<ScenarioError> Errors => _errors;

    public void Report(YamlNode node, string code, string message, string hint)
    {
        var (line, column, length) = Place(node);
        _errors.Add(new ScenarioError(source, line, column, length, code, message, hint));
    }

    /// <summary>Line, column and length, for messages.</summary>
    public static (int Line, int Column, int Length) Place(YamlNode node)
    {
        var length = node.End.Line == node.Start.Line ? (int)(node.End.Column - node.Start.Column) : 1;
        return ((int)node.Start.Line, (int)node.Start.Column, Math.Max(1, length));
    }

    /// <summary>The entries of a mapping; unknown keys are reported and left out.</summary>
    public Dictionary<string, YamlNode> Entries(YamlNode node, IReadOnlyList<string> known)
    {
        Dictionary<string, YamlNode> entries = [];
        if (node is not YamlMappingNode mapping)
        {
            Report(node, LinkProfileErrorCodes.WrongType, "a mapping is wanted here", $"write `key: value` lines with keys of: {string.Join(", ", known)}");
            return entries;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Contains(name))
            {
                entries[name] = value;
            }
            else
            {
                Report(key, LinkProfileErrorCodes.UnknownKey, $"unknown key '{name}'", Spelling.Hint(name, known, "known are"));
            }
        }

        return entries;
    }

    /// <summary>The text of a scalar, or null after a report.</summary>
    public string? Text(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { } text })
        {
            return text.Trim();
        }

        Report(node, LinkProfileErrorCodes.WrongType, "a single value is wanted here", "write it on the key's own line");
        return null;
    }

    /// <summary>A number with a unit within bounds, or null after a report.</summary>
    public double? Number(YamlNode node, Func<string, double?> parse, string examples, double least, double most, string bounds)
    {
        if (Text(node) is not { } text)
        {
            return null;
        }

        if (parse(text) is not { } number)
        {
            Report(node, LinkProfileErrorCodes.BadQuantity, $"'{text}' cannot be read", $"write it like {examples}");
            return null;
        }

        if (number >= least && number <= most)
        {
            return number;
        }

        Report(node, LinkProfileErrorCodes.OutOfRange, $"'{text}' is out of range", $"allowed is {bounds}");
        return null;
    }

    public TimeSpan? Duration(YamlNode node) =>
        Number(node, Quantity.Duration, "`250 us`, `20 ms` or `1.5 s`", 0, 3600, "0 to 60 min") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public double? Share(YamlNode node) => Number(node, Quantity.Share, "`1 %` or `0.05 %`", 0, 1, "0 % to 100 %");

    public bool? Flag(YamlNode node) => Word(node, ["true", "false"]) is { } word ? word == "true" : null;

    /// <summary>One of the words, or null after a report.</summary>
    public string? Word(YamlNode node, IReadOnlyList<string> words)
    {
        if (Text(node) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        Report(node, LinkProfileErrorCodes.UnknownWord, $"'{text}' is not allowed here", Spelling.Hint(text, words, "known are"));
        return null;
    }
}
