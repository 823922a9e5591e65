using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProtoBench.Contract.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>A status, a class of statuses, or a range of them.</summary>
internal sealed partial class StatusShape : ValueShape<StatusRange>
{
    private const int Largest = 599;

    private const string Pattern = "^([1-5]xx|[0-9]{1,3}(-[0-9]{1,3})?)$";

    public override string Wanted => "a status such as 200, 2xx or 200-204";

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = Largest },
            new JsonObject { ["type"] = "string", ["pattern"] = Pattern }),
    };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out StatusRange value)
    {
        value = default;
        if (node is not SourceScalar { Text: var text })
        {
            return WrongType(node, what, context);
        }

        if (!PatternOf().IsMatch(text))
        {
            context.Report(
                node.Span,
                ScenarioErrorCodes.BadRequest,
                $"{what} cannot be '{Spelling.Shorten(text)}'",
                "write a status such as 200, a class such as 2xx, or a range such as 200-204");
            return false;
        }

        var ends = text.Split('-');
        value = text.EndsWith("xx", StringComparison.Ordinal)
            ? new StatusRange((text[0] - '0') * 100, ((text[0] - '0') * 100) + 99)
            : new StatusRange(Number(ends[0]), Number(ends[^1]));
        if (value.Last > Largest || value.First > value.Last)
        {
            context.Report(node.Span, context.Format.Outside(what, text, $"from 0 to {Largest}, the smaller first"));
            return false;
        }

        return true;
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(Pattern)]
    private static partial Regex PatternOf();
}
