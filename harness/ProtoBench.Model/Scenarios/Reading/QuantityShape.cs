using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A number with a unit, between two bounds.</summary>
/// <param name="code">Of the error for text that is no such quantity.</param>
/// <param name="wanted">What it is, with an example.</param>
/// <param name="notation">How it is written.</param>
/// <param name="bounds">The range in base units, as numbers and as it is written in messages.</param>
/// <param name="convert">Base units to the value; null when there is no such value (half a byte).</param>
internal sealed class QuantityShape<T>(
    string code, string wanted, QuantityNotation notation, QuantityBounds bounds, Func<decimal, T?> convert) : ValueShape<T>
    where T : struct
{
    public QuantityShape(string code, string wanted, IReadOnlyList<Unit> units, QuantityBounds bounds, Func<decimal, T?> convert)
        : this(code, wanted, new QuantityNotation(units), bounds, convert)
    {
    }

    public override string Wanted => wanted;

    public override JsonObject Schema(Vocabulary vocabulary)
    {
        var text = new JsonObject { ["type"] = "string", ["pattern"] = notation.Pattern.Replace("?:", "", StringComparison.Ordinal) };
        if (notation.NeedsUnit)
        {
            return notation.Loose ? new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = 0 }, text) } : text;
        }

        var number = new JsonObject
        {
            ["type"] = notation.Loose ? "number" : "integer",
            ["minimum"] = Bound(bounds.Minimum),
            ["maximum"] = Bound(bounds.Maximum),
        };
        return new JsonObject { ["anyOf"] = new JsonArray(number, text) };
    }

    // A whole bound is written without a point.
    private static JsonNode Bound(decimal bound) => decimal.IsInteger(bound) ? (JsonNode)(long)bound : bound;

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not SourceScalar scalar)
        {
            return WrongType(node, what, context);
        }

        if (notation.Parse(scalar.Text) is not var (number, unit))
        {
            return Refuse(scalar, what, context);
        }

        var amount = number * unit.Factor;
        if (amount < bounds.Minimum || amount > bounds.Maximum)
        {
            context.Report(node.Span, context.Format.Outside(what, scalar.Text, bounds.Text));
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
        var match = Regex.Match(text.Trim(), $"^({notation.Number}) *([A-Za-zµμ%/ ]*)$");
        var written = match.Groups[2].Value;
        var meant = notation.Units.Where(unit => match.Success && unit.Symbol.Length > 0
            && (UnitNames.Of(written).Contains(unit.Symbol) || (written.Length == 0 ? unit.Factor == 1
                : Letters(unit.Symbol).Equals(Letters(written), StringComparison.OrdinalIgnoreCase)))).ToList();
        return meant.Count == 0
            ? ""
            : $"did you mean {string.Join(" or ", meant.Select(unit => $"{match.Groups[1].Value} {unit.Symbol}{Factor(unit)}"))}? ";
    }

    // kB and KiB, MB and MiB are told apart by one letter.
    private static string Letters(string symbol) => symbol.Replace("i", "", StringComparison.OrdinalIgnoreCase);

    private static string Factor(Unit unit) =>
        unit.Symbol is ['k' or 'K' or 'M', .., 'B'] ? $" ({unit.Factor.ToString("#,0", CultureInfo.InvariantCulture)} B each)" : "";

    private bool Refuse(SourceScalar scalar, string what, ReadingContext context)
    {
        var symbols = notation.Units.Where(unit => unit.Symbol.Length > 0).Select(unit => unit.Symbol);
        var hint = $"{Meant(scalar.Text)}the units are {string.Join(", ", symbols)}";
        context.Report(scalar.Span, context.Format.NoQuantity(code, what, scalar.Text, wanted, hint));
        return false;
    }
}
