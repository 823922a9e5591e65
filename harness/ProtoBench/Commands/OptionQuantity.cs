using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Commands;

/// <summary>Quantities of the command line, read as those of scenario files are: the same units, the same sentences.</summary>
internal static class OptionQuantity
{
    /// <summary>A duration such as <c>60 s</c>, <c>90s</c> or <c>5min</c>.</summary>
    /// <param name="option">Its name, for messages.</param>
    /// <param name="text">As it was typed.</param>
    /// <param name="least">In seconds.</param>
    /// <param name="most">In seconds.</param>
    /// <param name="bounds">Both in words.</param>
    /// <exception cref="UsageException">It is no such duration.</exception>
    public static TimeSpan Duration(string option, string text, decimal least, decimal most, string bounds)
    {
        var context = new ReadingContext(ScenarioInput.Vocabulary, ScenarioFormat.Instance);
        var span = new SourceSpan($"{option} {Spelling.Shorten(text)}", 0, 0, 0);
        var node = new SourceScalar(span, text.Trim(), Plain: true);
        return Shapes.Duration(least, most, bounds).TryRead(node, $"'{option}'", context, out var duration)
            ? duration
            : throw new UsageException(ScenarioErrorText.Render(context.Errors, "").TrimEnd());
    }
}
