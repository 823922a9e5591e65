using System.Globalization;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A unit as it is written, and how many base units it is worth.</summary>
internal sealed record Unit(string Symbol, decimal Factor);

/// <summary>
/// How a number with a unit is written: the one place where such text becomes a number, and the pattern that editors check it with.
/// </summary>
/// <param name="units">All units; one with an empty symbol makes the unit optional.</param>
internal sealed class QuantityNotation(params IReadOnlyList<Unit> units)
{
    // A point only between digits and no leading zeros: what YAML readers, people and this class all read in the same way.
    private const string StrictNumber = @"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?";

    private const string LooseNumber = @"(?:[0-9]+\.?[0-9]*|\.[0-9]+)";

    // Far outside of every bound, and still a decimal after the largest factor.
    private const decimal Largest = 1e18m;

    private static readonly Unit None = new("", 1);

    /// <summary>
    /// Takes <c>.5</c>, <c>007</c> and any number of digits too, and a 0 without a unit, which has only one meaning. Formats from before
    /// this class do.
    /// </summary>
    public bool Loose { get; init; }

    public IReadOnlyList<Unit> Units { get; } = units;

    /// <summary>Whether every quantity has a unit, but for a loose 0.</summary>
    public bool NeedsUnit => Units.All(unit => unit.Symbol.Length > 0);

    /// <summary>A number as this notation has it, without a group of its own.</summary>
    public string Number => Loose ? LooseNumber : StrictNumber;

    public string Pattern => $"^({Number}) *({string.Join('|', Units.Select(unit => Regex.Escape(unit.Symbol)))})$";

    /// <summary>The number and its unit, or null for text that is no such quantity.</summary>
    public (decimal Number, Unit Unit)? Parse(string text)
    {
        text = Loose ? text.Trim() : text;
        var match = Regex.Match(text, Pattern);
        if (!match.Success || text.EndsWith('\n'))
        {
            return Loose && Regex.IsMatch(text, @"^[0.]*0[0.]*\z") && ToNumber(text) == 0 ? (0, None) : null;
        }

        return (ToNumber(match.Groups[1].Value), Units.First(candidate => candidate.Symbol == match.Groups[2].Value));
    }

    private static decimal ToNumber(string digits) =>
        decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? Math.Min(number, Largest)
            : Largest;
}
