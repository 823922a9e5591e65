using System.Buffers.Binary;
using ProtoBench.Contract;

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>What the sender's side of one stream knew at an instant.</summary>
/// <param name="Nanoseconds">Of the sender's CLOCK_MONOTONIC; the client reads it on its own.</param>
/// <param name="Accepted">Payload that the stream had taken from the application since it began.</param>
/// <param name="Queue">Bytes in the send queues of the process's stream sockets; negative: it has none.</param>
/// <param name="Limited">Microseconds its TCP connections have waited for the reader's window; negative: it has none.</param>
internal readonly record struct SenderSample(long Nanoseconds, long Accepted, long Queue, long Limited)
{
    private const int Length = 4 * sizeof(long);

    /// <summary>Samples as one message. Little endian.</summary>
    public static byte[] ToMessage(IReadOnlyList<SenderSample> samples)
    {
        var message = new byte[samples.Count * Length];
        for (var i = 0; i < samples.Count; i++)
        {
            var rest = message.AsSpan(i * Length);
            BinaryPrimitives.WriteInt64LittleEndian(rest, samples[i].Nanoseconds);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], samples[i].Accepted);
            BinaryPrimitives.WriteInt64LittleEndian(rest[16..], samples[i].Queue);
            BinaryPrimitives.WriteInt64LittleEndian(rest[24..], samples[i].Limited);
        }

        return message;
    }

    /// <exception cref="BadResponseException">The message is none of samples.</exception>
    public static IReadOnlyList<SenderSample> Read(ReadOnlySpan<byte> message)
    {
        if (message.Length == 0 || message.Length % Length != 0)
        {
            throw new BadResponseException($"the sender's account has {message.Length} bytes, which are no samples");
        }

        var samples = new SenderSample[message.Length / Length];
        for (var i = 0; i < samples.Length; i++)
        {
            var rest = message[(i * Length)..];
            samples[i] = new SenderSample(
                BinaryPrimitives.ReadInt64LittleEndian(rest),
                BinaryPrimitives.ReadInt64LittleEndian(rest[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(rest[16..]),
                BinaryPrimitives.ReadInt64LittleEndian(rest[24..]));
        }

        return samples;
    }
}
