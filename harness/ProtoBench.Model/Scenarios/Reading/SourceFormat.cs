namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// What one format of files calls the mistakes that every shape can find: its codes, and sentences of its own where it overrides these. A
/// shape says what is wrong; the format says it in words.
/// </summary>
internal class SourceFormat
{
    /// <summary>What one file holds, such as <c>scenario</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>Remedy for an empty file.</summary>
    public required string Example { get; init; }

    /// <summary>Not YAML.</summary>
    public required string Syntax { get; init; }

    public required string NotOneMapping { get; init; }

    public required string DuplicateKey { get; init; }

    /// <summary>YAML that means something else than it looks like.</summary>
    public required string YamlFeature { get; init; }

    public required string MissingKey { get; init; }

    public required string UnknownKey { get; init; }

    /// <summary>A key that has no meaning beside another one.</summary>
    public required string KeyNotApplicable { get; init; }

    public required string WrongType { get; init; }

    public required string Empty { get; init; }

    public required string UnknownWord { get; init; }

    public required string OutOfRange { get; init; }

    /// <summary>The remedy for text that YAML does not allow.</summary>
    public virtual string SyntaxHint(string hint) => hint;

    /// <summary>A key without a value.</summary>
    public virtual SourceMistake NoValue(string what, string wanted) => new(WrongType, $"{what} has no value", $"write {wanted}");

    /// <summary>Another type of value.</summary>
    public virtual SourceMistake NotThis(SourceNode node, string what, string wanted, string? hint) =>
        new(WrongType, $"{what} must be {wanted}, not {node.Kind}", hint);

    public virtual SourceMistake NoList(SourceNode node, string what, string wanted, string hint) => NotThis(node, what, wanted, hint);

    public virtual SourceMistake NoMapping(SourceNode node, string what, string wanted, IReadOnlyList<string> keys) =>
        NotThis(node, what, wanted, null);

    public virtual SourceMistake NoFlag(SourceNode node, string what, string wanted) => NotThis(node, what, wanted, null);

    public virtual SourceMistake NoSuchKey(string key, IReadOnlyList<string> keys) =>
        new(UnknownKey, $"unknown key '{Spelling.Shorten(key)}'", Spelling.Hint(key, keys, "the keys here are"));

    public virtual SourceMistake NoSuchWord(string what, string word, IReadOnlyCollection<string> words) =>
        new(UnknownWord, $"{what} cannot be '{Spelling.Shorten(word)}'", Spelling.Hint(word, words, "use one of these"));

    /// <summary>Text that is no number with one of the units.</summary>
    /// <param name="code">Of the quantity.</param>
    /// <param name="what">What messages call the value.</param>
    /// <param name="text">As written.</param>
    /// <param name="wanted">An example.</param>
    /// <param name="hint">The unit that was probably meant, and all units.</param>
    public virtual SourceMistake NoQuantity(string code, string what, string text, string wanted, string hint) =>
        new(code, $"{what} must be {wanted}, not '{Spelling.Shorten(text)}'", hint);

    public virtual SourceMistake Outside(string what, string text, string bounds) =>
        new(OutOfRange, $"{what} must be {bounds}, not {Spelling.Shorten(text)}");
}

/// <summary>One mistake without its place.</summary>
/// <param name="Code">A code of the format.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to do about it, or null.</param>
internal readonly record struct SourceMistake(string Code, string Message, string? Hint = null);
