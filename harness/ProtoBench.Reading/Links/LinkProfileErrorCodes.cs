using ProtoBench.Model.Scenarios;

namespace ProtoBench.Reading.Links;

/// <summary>The codes of <see cref="ScenarioError"/>. A code never changes its meaning; scenarios/links/README.md explains each.</summary>
public static class LinkProfileErrorCodes
{
    public const string Unreadable = "PB2001";
    public const string Syntax = "PB2002";
    public const string UnknownKey = "PB2003";
    public const string WrongType = "PB2004";
    public const string BadQuantity = "PB2005";
    public const string OutOfRange = "PB2006";
    public const string MissingKey = "PB2007";
    public const string NoEffect = "PB2008";
    public const string UnknownWord = "PB2009";
    public const string BadTrace = "PB2010";
    public const string UnknownProfile = "PB2011";
    public const string TooSlow = "PB2012";

    /// <summary>Every code with the sentence that explains it, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
    [
        new(Unreadable, "The file is missing or not readable."),
        new(Syntax, "The text is not YAML, or not one mapping."),
        new(UnknownKey, "No such key exists here."),
        new(WrongType, "The value is of another type: text, list or mapping."),
        new(BadQuantity, "Not a duration, rate, size, share or queue length; the units are listed above."),
        new(OutOfRange, "The value is smaller or larger than allowed."),
        new(MissingKey, "A key that has no default is missing."),
        new(NoEffect, "The key has no effect, or contradicts another one."),
        new(UnknownWord, "The value is not one of the words allowed here."),
        new(BadTrace, "The rate trace is missing or not in Mahimahi's format."),
        new(UnknownProfile, "No link profile has this name."),
        new(TooSlow, "Certifying the link would take longer than three minutes before every trial."),
    ];
}
