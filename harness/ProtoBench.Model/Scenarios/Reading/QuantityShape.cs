using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A number with a unit, between two bounds.</summary>
/// <param name="code">Of the error for text that is no such quantity.</param>
/// <param name="wanted">What it is, with an example.</param>
/// <param name="units">All units; one with an empty symbol makes the unit optional.</param>
/// <param name="bounds">The range in base units, as numbers and as it is written in messages.</param>
/// <param name="convert">Base units to the value; null when there is no such value (half a byte).</param>
internal sealed class QuantityShape<T>(
    string code, string wanted, IReadOnlyList<Unit> units, QuantityBounds bounds, Func<decimal, T?> convert) : ValueShape<T>
    where T : struct
{
    // A point only between digits and no leading zeros: what YAML readers, people and this class all read in the same way.
    private const string Number = @"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?";

    private readonly string _pattern = $"^({Number}) *({string.Join('|', units.Select(unit => Regex.Escape(unit.Symbol)))})$";

    public override string Wanted => wanted;

    public override JsonObject Schema(ScenarioVocabulary vocabulary)
    {
        var text = new JsonObject { ["type"] = "string", ["pattern"] = _pattern.Replace("?:", "", StringComparison.Ordinal) };
        if (units.All(unit => unit.Symbol.Length > 0))
        {
            return text;
        }

        var number = new JsonObject { ["type"] = "integer", ["minimum"] = (long)bounds.Minimum, ["maximum"] = (long)bounds.Maximum };
        return new JsonObject { ["anyOf"] = new JsonArray(number, text) };
    }

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not SourceScalar scalar)
        {
            return WrongType(node, what, context);
        }

        var match = Regex.Match(scalar.Text, _pattern);
        if (!match.Success || scalar.Text.EndsWith('\n'))
        {
            return Refuse(scalar, what, context);
        }

        var unit = units.First(candidate => candidate.Symbol == match.Groups[2].Value);
        var amount = decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * unit.Factor;
        if (amount < bounds.Minimum || amount > bounds.Maximum)
        {
            context.Report(node.Span, ScenarioErrorCodes.OutOfRange, $"{what} must be {bounds.Text}, not {scalar.Text}");
            return false;
        }

        if (convert(amount) is not { } converted)
        {
            return Refuse(scalar, what, context);
        }

        value = converted;
        return true;
    }

    // KB is written for both: nobody but the writer knows which. Where the case leaves one unit, that one is named.
    private string Meant(string text)
    {
        var match = Regex.Match(text, $"^({Number}) *([A-Za-z/]+)$");
        var meant = units.Where(unit => match.Success && unit.Symbol.Length > 0
            && Letters(unit.Symbol).Equals(Letters(match.Groups[2].Value), StringComparison.OrdinalIgnoreCase)).ToList();
        return meant.Count == 0 ? "" : $"did you mean {string.Join(" or ", meant.Select(unit => $"{match.Groups[1].Value} {unit.Symbol}{Factor(unit)}"))}? ";
    }

    // kB and KiB, MB and MiB are told apart by one letter.
    private static string Letters(string symbol) => symbol.Replace("i", "", StringComparison.OrdinalIgnoreCase);

    private static string Factor(Unit unit) => unit.Symbol is ['k' or 'K' or 'M', .., 'B'] ? $" ({unit.Factor.ToString("#,0", CultureInfo.InvariantCulture)} B each)" : "";

    private bool Refuse(SourceScalar scalar, string what, ReadingContext context)
    {
        var symbols = units.Where(unit => unit.Symbol.Length > 0).Select(unit => unit.Symbol);
        var hint = $"{Meant(scalar.Text)}the units are {string.Join(", ", symbols)}";
        context.Report(scalar.Span, code, $"{what} must be {wanted}, not '{Spelling.Shorten(scalar.Text)}'", hint);
        return false;
    }
}
