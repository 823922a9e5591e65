using System.Diagnostics;
using ProtoBench.Contract.Duplicates;

namespace ProtoBench.Contract;

/// <summary>
/// Processor time a server spends on every exchange before it answers, busy on its own thread: what an application behind the protocol
/// would do.
/// </summary>
/// <param name="time">How long.</param>
/// <param name="ledger">Says what is carried out; null: everything.</param>
internal readonly struct ServerWork(TimeSpan time, RequestLedger? ledger = null)
{
    private readonly long _ticks = (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Has <see cref="TryDo"/> to be told the request's id?</summary>
    public bool ReadsIds => ledger is { ReadsIds: true };

    /// <summary>Does what the ledger says is to be done.</summary>
    /// <param name="id">The request's, where <see cref="ReadsIds"/>.</param>
    /// <returns>False: the connection is to be reset in place of an answer.</returns>
    public bool TryDo(RequestId id)
    {
        if (ledger is null)
        {
            Do();
            return true;
        }

        if (ledger.TryBegin(id, out var place))
        {
            Do();
            ledger.End(id, place);
        }

        return ledger.Answers();
    }

    /// <summary>Computes for as long as asked. Returns at once when there is nothing to do.</summary>
    public void Do()
    {
        if (_ticks == 0)
        {
            return;
        }

        // Not SpinWait: that yields the processor after a while, and then this would be waiting and not work.
        var end = Stopwatch.GetTimestamp() + _ticks;
        while (Stopwatch.GetTimestamp() < end)
        {
        }
    }
}
