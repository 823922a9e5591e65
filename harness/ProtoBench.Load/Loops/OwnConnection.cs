using ProtoBench.Contract;

namespace ProtoBench.Load.Loops;

/// <summary>
/// The connection that one lane opens for itself, where connections carry only so many exchanges. Used by its lane only.
/// </summary>
internal sealed class OwnConnection(ConnectionSlot slot)
{
    private int _uses;
    private string? _endedBy;

    /// <summary>Null: there is none, and the next exchange opens one.</summary>
    public IProtocolConnection? Current { get; private set; }

    /// <summary>Opens one.</summary>
    public async ValueTask<IProtocolConnection> OpenAsync(CancellationToken cancellationToken)
    {
        _uses = 0;
        Current = await slot.OpenAsync(cancellationToken).ConfigureAwait(false);
        slot.Hold(Current);
        return Current;
    }

    /// <summary>Opening it took so long: counted where the server had ended the one before.</summary>
    public void CountOpening(long nanoseconds)
    {
        if (_endedBy is { } how)
        {
            slot.Announced.Add(how, nanoseconds);
            _endedBy = null;
        }
    }

    /// <summary>An exchange has ended on it. Closes it after so many, and where the server has announced that it will.</summary>
    public ValueTask CountUseAsync(int most)
    {
        if (++_uses >= most)
        {
            return LeaveAsync();
        }

        return Current is INoticedConnection { Notices.Closing: { } how } ? LeaveAsync(how) : ValueTask.CompletedTask;
    }

    /// <summary>Closes it.</summary>
    /// <param name="endedBy">How the server ended it before its time; null: it did not.</param>
    public ValueTask LeaveAsync(string? endedBy = null)
    {
        if (Current is not { } connection)
        {
            return ValueTask.CompletedTask;
        }

        _endedBy = endedBy;
        Current = null;
        return slot.ReleaseAsync(connection);
    }
}
