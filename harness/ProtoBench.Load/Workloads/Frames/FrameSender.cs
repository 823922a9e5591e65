using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Frames;

/// <summary>
/// Sends frames at a rate, each when it is due, as a game or a camera does. Where the transport takes nothing, the frames behind wait with
/// their due times: the delay is the transport's, and is counted.
/// </summary>
internal static class FrameSender
{
    /// <summary>Runs until <paramref name="stop"/>; on a thread of its own, because it sleeps by the kernel's timers.</summary>
    public static Task RunAsync(IMessageStream stream, int frameBytes, double perSecond, CancellationToken stop, CancellationToken given) =>
        Task.Factory.StartNew(
            () => Run(stream, frameBytes, perSecond, stop, given),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private static void Run(IMessageStream stream, int frameBytes, double perSecond, CancellationToken stop, CancellationToken given)
    {
        PreciseSleep.PrepareThread();
        var frame = Payload.Create(frameBytes);
        var origin = LoadClock.Now;
        for (long number = 0; !stop.IsCancellationRequested; number++)
        {
            var due = origin + (long)(number * 1e9 / perSecond);
            var waits = LoadClock.Now < due;
            if (waits)
            {
                PreciseSleep.Until(due);
            }

            new FrameHeader(number, due, waits ? LoadClock.Now - due : 0).Write(frame);
            var sending = stream.SendAsync(frame, given);
            if (!sending.IsCompletedSuccessfully)
            {
                sending.AsTask().GetAwaiter().GetResult();
            }
        }
    }
}
