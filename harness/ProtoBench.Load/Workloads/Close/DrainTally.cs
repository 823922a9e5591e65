namespace ProtoBench.Load.Workloads.Close;

/// <summary>What became of one lane's exchanges once the server had been asked to stop. Only its lane writes.</summary>
internal sealed class DrainTally
{
    // Of the short time between asking and stopping too, in which a lane does a few dozen.
    private readonly List<long> _answered = new(1024);

    /// <summary>Exchanges that the server said it did not look at, or that never left: they may be done again.</summary>
    public int Refused { get; private set; }

    /// <summary>Exchanges that were sent and not answered: whether the server did them, nobody knows.</summary>
    public int Lost { get; private set; }

    /// <param name="end">When its answer was complete.</param>
    public void Answer(long end) => _answered.Add(end);

    public void Refuse() => Refused++;

    public void Lose() => Lost++;

    /// <summary>Exchanges that were answered after <paramref name="instant"/>.</summary>
    public int AnsweredSince(long instant) => _answered.Count(end => end >= instant);
}
