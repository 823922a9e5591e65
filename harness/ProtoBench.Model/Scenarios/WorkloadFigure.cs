namespace ProtoBench.Model.Scenarios;

/// <summary>A figure that only one kind of workload has.</summary>
/// <param name="Key">Its name in files and anchors, unlike that of any other figure.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Unit">How it is written.</param>
/// <param name="LowerIsBetter">Which end of the scale is good.</param>
internal sealed record WorkloadFigure(string Key, string Title, FigureUnit Unit, bool LowerIsBetter)
{
    /// <summary>
    /// It stands in the list of all figures and in exports, and in no table or chart that compares arms. Default false.
    /// </summary>
    public bool Aside { get; init; }

    /// <summary>
    /// Its readers ask for it first: it stands in the line that sums the kind's figures up. Default false; the first does where none is.
    /// </summary>
    public bool AskedFirst { get; init; }

    /// <summary>Why a trial may not have it, for readers; null: nothing is known of that.</summary>
    public string? Absence { get; init; }

    /// <summary>
    /// Key of the bytes on the wire of an exchange, for kinds whose drivers count them themselves; otherwise those of the whole trial are
    /// shared out.
    /// </summary>
    public const string WireBytes = "wire";
}

/// <summary>How a <see cref="WorkloadFigure"/> is written.</summary>
internal enum FigureUnit
{
    BytesPerSecond,
    PerSecond,
    Microseconds,
    Bytes,
    Count,

    /// <summary>A part of a whole, from 0 to 1.</summary>
    Share,

    /// <summary>So many times something else.</summary>
    Factor,
}
