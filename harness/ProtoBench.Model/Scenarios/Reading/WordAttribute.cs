namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>How a member of an enumeration is written in files, where that is not its name in lower case.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class WordAttribute(string word) : Attribute
{
    public string Word { get; } = word;
}
