using ProtoBench.Model.Plans;
using ProtoBench.Model.Results.Pairs;

namespace ProtoBench.Trials.Pairs;

/// <summary>Whoever shows how far an interleaved comparison is.</summary>
internal interface IPairProgress
{
    /// <param name="stage">1 or 2.</param>
    /// <param name="cells">Cells of this stage.</param>
    /// <param name="pairs">Pairs of each.</param>
    void StageStarting(int stage, IReadOnlyList<Cell> cells, int pairs);

    /// <param name="cell">The base's cell.</param>
    /// <param name="pair">What became of it.</param>
    /// <param name="done">Pairs of this stage that have ended.</param>
    /// <param name="planned">Pairs of this stage.</param>
    void PairEnded(Cell cell, PairResult pair, int done, int planned);
}
