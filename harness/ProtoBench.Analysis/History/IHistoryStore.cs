namespace ProtoBench.Analysis.History;

/// <summary>Where a history is kept. Any number of processes may use a store at once, and any of them may be killed.</summary>
internal interface IHistoryStore : IAsyncDisposable
{
    /// <summary>Where, for people; without any password.</summary>
    string Name { get; }

    /// <summary>Adds a run. When the task ends the run survives a crash; adding it again changes nothing.</summary>
    /// <exception cref="IOException">The store cannot be written; it holds what it held before.</exception>
    Task<AddOutcome> AddAsync(HistoryPoint point, CancellationToken cancellationToken);

    /// <summary>Remembers that a change was seen; doing so again changes nothing.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    Task AcknowledgeAsync(Acknowledgement acknowledgement, CancellationToken cancellationToken);

    /// <summary>Everything it holds, or what it holds of one scenario. Waits for nobody.</summary>
    /// <exception cref="IOException">The store cannot be read at all.</exception>
    Task<HistoryContent> ReadAsync(string? scenario, CancellationToken cancellationToken);
}
