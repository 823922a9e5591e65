using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A whole number between two bounds.</summary>
internal sealed partial class WholeNumberShape(int minimum, int maximum) : ValueShape<int>
{
    public override string Wanted => $"a whole number from {minimum:N0} to {maximum:N0}";

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out int value)
    {
        value = 0;
        if (node is not SourceScalar scalar || !DigitsPattern().IsMatch(scalar.Text))
        {
            return WrongType(node, what, context);
        }

        if (!scalar.Plain)
        {
            return WrongType(node, what, context, "leave the quotes out");
        }

        if (!int.TryParse(scalar.Text, out value) || value < minimum || value > maximum)
        {
            context.Report(node.Span, context.Format.Outside(what, scalar.Text, Wanted));
            return false;
        }

        return true;
    }

    // No leading zeros: YAML 1.1 readers, editors among them, take 010 for 8.
    [GeneratedRegex(@"^(0|-?[1-9][0-9]*)\z")]
    private static partial Regex DigitsPattern();
}
