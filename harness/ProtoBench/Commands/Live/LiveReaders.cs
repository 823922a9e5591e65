namespace ProtoBench.Commands.Live;

/// <summary>Everyone who listens, and whether those who were told of a new page have fetched it. Thread-safe.</summary>
internal sealed class LiveReaders
{
    private readonly Lock _gate = new();
    private readonly List<LiveReader> _readers = [];
    private TaskCompletionSource _back = new();
    private long _version;
    private int _missing;
    private bool _ended;

    /// <param name="seen">The version its page shows; when that is not the newest, it is told so at once.</param>
    public LiveReader Join(long seen)
    {
        lock (_gate)
        {
            var reader = new LiveReader(seen);
            if (_ended)
            {
                reader.Tell("end", _version);
                reader.Complete();
                return reader;
            }

            _readers.Add(reader);
            if (seen < _version)
            {
                reader.Tell("trial", _version);
            }
            else if (_missing > 0 && --_missing == 0)
            {
                _back.TrySetResult();
            }

            return reader;
        }
    }

    public void Leave(LiveReader reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
        }
    }

    /// <summary>
    /// Tells everyone of a new page and waits until all of them have come back with it, at most <paramref name="limit"/>. Who has not by
    /// then is not waited for again.
    /// </summary>
    public void Publish(long version, TimeSpan limit)
    {
        Task back;
        lock (_gate)
        {
            _version = version;
            _missing = _readers.Count(reader => reader.Returns);
            _back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_missing == 0)
            {
                _back.SetResult();
            }

            back = _back.Task;
            _readers.ForEach(reader => reader.Tell("trial", version));
        }

        if (!back.Wait(limit))
        {
            lock (_gate)
            {
                _missing = 0;
                _readers.Where(reader => reader.Seen < version).ToList().ForEach(reader => reader.Returns = false);
            }
        }
    }

    /// <summary>Tells everyone that the run is over.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var reader in _readers)
            {
                reader.Tell("end", _version);
                reader.Complete();
            }
        }
    }
}
