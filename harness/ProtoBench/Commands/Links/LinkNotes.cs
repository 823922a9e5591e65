using ProtoBench.Reading.Links;

namespace ProtoBench.Commands.Links;

/// <summary>What is told of a link before it is used.</summary>
internal static class LinkNotes
{
    /// <summary>That a file is taken for a profile that ships; null where the one that ships is taken.</summary>
    public static string? OtherThanShipped(string name) => LinkProfileCatalog.FileInsteadOfShipped(name) is { } file
        ? $"note: link '{name}' is the file {Path.GetRelativePath(Environment.CurrentDirectory, file)}, which is not the profile of that "
            + "name that ships"
        : null;
}
