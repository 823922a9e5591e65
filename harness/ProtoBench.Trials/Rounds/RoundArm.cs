using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Trials.Pairs;

namespace ProtoBench.Trials.Rounds;

/// <summary>One arm of a round while it runs. What fails of it fails its trial, and it has no more turns.</summary>
/// <param name="cell">What is driven.</param>
/// <param name="seed">Of the round.</param>
/// <param name="empty">Its trial before anything was measured.</param>
internal sealed class RoundArm(Cell cell, ulong seed, TrialResult empty) : IAsyncDisposable
{
    private LiveSide? _side;

    public Cell Cell { get; } = cell;

    public ulong Seed { get; } = seed;

    public TrialResult Result { get; set; } = empty;

    /// <summary>Its processes while they live.</summary>
    public LiveSide? Side => _side;

    /// <summary>Its processes on this machine.</summary>
    public IEnumerable<int> Processes => _side?.Processes ?? [];

    /// <summary>Starts both its processes.</summary>
    /// <param name="start">Gets where the logs go, without <c>server.log</c> and <c>client.log</c>.</param>
    public async Task StartAsync(Func<string, Task<LiveSide>> start)
    {
        try
        {
            _side = await start(Result.Logs! + Path.DirectorySeparatorChar).ConfigureAwait(false);
        }
        catch (TrialFailedException error)
        {
            Fail(error.Message);
        }
    }

    /// <summary>Lets it do something; null when it has failed, now or before.</summary>
    public async Task<T?> TryAsync<T>(Func<LiveSide, Task<T>> action)
        where T : class
    {
        if (_side is null)
        {
            return null;
        }

        try
        {
            return await action(_side).ConfigureAwait(false);
        }
        catch (TrialFailedException error)
        {
            Fail(error.Message);
            await DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }

    public void Fail(string reason) => Result = Result with { Status = TrialStatus.Failed, Reasons = [reason] };

    public async ValueTask DisposeAsync()
    {
        if (_side is { } side)
        {
            _side = null;
            await side.DisposeAsync().ConfigureAwait(false);
        }
    }
}
