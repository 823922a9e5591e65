using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// A form in which other programs read what ProtoBench found: one file of this folder and one line of <see cref="ExportCatalog"/>. The verb
/// <c>export</c>, the options of the commands that find something and the documents read both.
/// </summary>
internal sealed record Export
{
    private Export(string name, string description, Func<Exportable, string> render) =>
        (Name, Description, Render) = (name, description, render);

    /// <summary>What <c>--format</c> and <c>--export</c> take.</summary>
    public string Name { get; }

    /// <summary>One line for <c>--help</c>.</summary>
    public string Description { get; }

    /// <summary>A pure function: the same finding gives the same text. For the kinds in <see cref="Takes"/> only.</summary>
    public Func<Exportable, string> Render { get; }

    /// <summary>The file that a command writes unless another one is named; null: it prints on standard output.</summary>
    public string? FileName { get; init; }

    /// <summary>Adds to its file, which others write to as well. Default: it replaces the file.</summary>
    public bool Appends { get; init; }

    /// <summary>An option of its own, such as <c>--junit</c>; null, the default: only <c>--export</c>.</summary>
    public ExportFlag? Flag { get; init; }

    /// <summary>What it can be made of.</summary>
    public IReadOnlyList<ExportedKind> Takes { get; private init; } = Enum.GetValues<ExportedKind>();

    /// <summary>Of everything that was found.</summary>
    public static Export OfAnything(string name, string description, Func<Exportable, string> render) => new(name, description, render);

    /// <summary>Of the figures of a run.</summary>
    public static Export OfRuns(string name, string description, Func<RunResult, string> render) =>
        new(name, description, found => render(found.Run ?? throw new ArgumentException($"{name} is made of runs", nameof(found))))
        {
            Takes = [ExportedKind.Run],
        };
}

/// <summary>An option that stands for one export.</summary>
/// <param name="Name">Such as <c>--junit</c>. It takes a file where the export writes one.</param>
/// <param name="Description">For <c>--help</c>.</param>
internal sealed record ExportFlag(string Name, string Description);
