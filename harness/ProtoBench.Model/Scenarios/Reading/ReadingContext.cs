namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>What reading a node needs besides the node: the names that exist, and where errors go.</summary>
internal sealed class ReadingContext(Vocabulary vocabulary, SourceFormat format)
{
    private readonly List<ScenarioError> _errors = [];

    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>Codes and sentences.</summary>
    public SourceFormat Format { get; } = format;

    /// <summary>What files are relative to that the text names. Default: the current folder.</summary>
    public string Folder { get; init; } = "";

    /// <summary>
    /// Reads the text of a file that the text names, or says why it cannot be read. Default: there is nobody who could.
    /// </summary>
    public Func<string, (string Text, string? Fault)> ReadText { get; init; } = _ => ("", "files are not read here");

    public IReadOnlyList<ScenarioError> Errors => _errors;

    public void Report(SourceSpan span, string code, string message, string? hint = null) =>
        _errors.Add(new ScenarioError(span.Source, span.Line, span.Column, span.Length, code, message, hint));

    public void Report(SourceSpan span, SourceMistake mistake) => Report(span, mistake.Code, mistake.Message, mistake.Hint);
}
