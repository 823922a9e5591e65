using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Links;

/// <summary>
/// The codes and sentences of link profiles. They are older than the reader they share with scenarios, and a code never changes its
/// meaning.
/// </summary>
internal sealed class LinkProfileFormat : SourceFormat
{
    private const string Reference = "see scenarios/links/README.md";

    public static LinkProfileFormat Instance { get; } = new()
    {
        Noun = "profile",
        Example = Reference,
        Syntax = LinkProfileErrorCodes.Syntax,
        NotOneMapping = LinkProfileErrorCodes.Syntax,
        DuplicateKey = LinkProfileErrorCodes.Syntax,
        YamlFeature = LinkProfileErrorCodes.Syntax,
        MissingKey = LinkProfileErrorCodes.MissingKey,
        UnknownKey = LinkProfileErrorCodes.UnknownKey,
        KeyNotApplicable = LinkProfileErrorCodes.NoEffect,
        WrongType = LinkProfileErrorCodes.WrongType,
        Empty = LinkProfileErrorCodes.WrongType,
        UnknownWord = LinkProfileErrorCodes.UnknownWord,
        OutOfRange = LinkProfileErrorCodes.OutOfRange,
    };

    public override string SyntaxHint(string hint) => $"{hint}; {Reference}";

    public override SourceMistake NotThis(SourceNode node, string what, string wanted, string? hint) => node is SourceScalar
        ? base.NotThis(node, what, wanted, hint)
        : new(WrongType, "a single value is wanted here", hint ?? "write it on the key's own line");

    public override SourceMistake NoList(SourceNode node, string what, string wanted, string hint) =>
        new(WrongType, $"{wanted} is wanted here", hint);

    public override SourceMistake NoMapping(SourceNode node, string what, string wanted, IReadOnlyList<string> keys) =>
        new(WrongType, "a mapping is wanted here", $"write `key: value` lines with keys of: {string.Join(", ", keys)}");

    public override SourceMistake NoFlag(SourceNode node, string what, string wanted) =>
        node is SourceScalar scalar ? NoSuchWord(what, scalar.Text, ["true", "false"]) : NotThis(node, what, wanted, null);

    public override SourceMistake NoSuchKey(string key, IReadOnlyList<string> keys) =>
        new(UnknownKey, $"unknown key '{Spelling.Shorten(key)}'", Spelling.Hint(key, keys, "known are"));

    public override SourceMistake NoSuchWord(string what, string word, IReadOnlyCollection<string> words) =>
        new(UnknownWord, $"'{Spelling.Shorten(word)}' is not allowed here", Spelling.Hint(word, words, "known are"));

    public override SourceMistake NoQuantity(string code, string what, string text, string wanted, string hint) =>
        new(code, $"'{Spelling.Shorten(text)}' cannot be read", $"write it like {wanted}");

    public override SourceMistake Outside(string what, string text, string bounds) =>
        new(OutOfRange, $"'{Spelling.Shorten(text)}' is out of range", $"allowed is {bounds}");
}
