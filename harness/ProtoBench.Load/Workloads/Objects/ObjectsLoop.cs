using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Objects;

/// <summary>
/// A loop of exchanges whose times are told in round trips of the link, which are measured behind it on the connection that was opened
/// first.
/// </summary>
/// <param name="loop">What asks.</param>
/// <param name="cell">What is asked.</param>
/// <param name="slot">Where the round trip is measured.</param>
/// <param name="predict">Round trips of an object, from those of the handshakes; null: nobody can say.</param>
/// <param name="windowed">The same with the receiver's window at its latest; null: it makes no difference.</param>
/// <param name="divided">Is it the load of one of several client processes?</param>
internal sealed class ObjectsLoop(
    ILoadLoop loop, Cell cell, ConnectionSlot slot, Func<int, int?> predict, Func<int, int?> windowed, bool divided) : ILoadLoop
{
    private long? _roundTrip;

    public LoadProgress Progress => loop.Progress;

    public LoadWindow Window => loop.Window;

    public void Start() => loop.Start();

    public Task SettleAsync(TimeSpan limit, CancellationToken cancellationToken) => loop.SettleAsync(limit, cancellationToken);

    public void Open(TimeSpan duration) => loop.Open(duration);

    public async Task StopAsync(TimeSpan drain)
    {
        await loop.StopAsync(drain).ConfigureAwait(false);
        if (cell.Link == ScenarioVocabulary.Loopback)
        {
            return;
        }

        _roundTrip = await EmptyExchanges.RoundTripAsync(slot.Connection, drain).ConfigureAwait(false);
    }

    public Measurement Report(Measurement measurement)
    {
        var reported = WithoutShort(loop.Report(measurement));
        var handshakes = _roundTrip is > 0 ? Handshakes() : null;
        var readings = new ObjectReadings(
            _roundTrip, handshakes is { } trips ? predict(trips) : null, handshakes is { } again ? windowed(again) : null);
        return divided ? reported with { Unmerged = readings.Encode() } : readings.Tell(reported);
    }

    public ProcessUsage Charge(ProcessUsage own) => loop.Charge(own);

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    // The last of the round trips until a first response is that of the exchange itself.
    private int? Handshakes() =>
        Children.ArmEndpoint.ProtocolOf(cell.Arm).RoundTripsUntilFirstResponse(slot.Connection.Facts)?.Count - 1;

    /// <summary>
    /// Requests of one's own take any length of answer; an object has one. Where one was shorter or longer, the trial says so.
    /// </summary>
    private Measurement WithoutShort(Measurement measurement)
    {
        if (measurement.Answers?.Requests is not [var only] || only.BodyBytes == only.Completed * cell.Workload.ResponseBytes)
        {
            return measurement;
        }

        var wrong = $"{only.Completed} objects have {only.BodyBytes} bytes together, wanted were {cell.Workload.ResponseBytes} each";
        return measurement with
        {
            Outcomes = measurement.Outcomes with { BadResponse = measurement.Outcomes.BadResponse + 1 },
            FirstFailure = measurement.FirstFailure ?? wrong,
            Failures = (measurement.Failures ?? new FailureExamples()) with { BadResponse = wrong },
        };
    }
}
