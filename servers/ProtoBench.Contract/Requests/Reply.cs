namespace ProtoBench.Contract.Requests;

/// <summary>What came back for a <see cref="UserRequest"/>, complete and with an expected status.</summary>
/// <param name="Status">HTTP's or gRPC's; 0 where the protocol has none.</param>
/// <param name="Bytes">Of the body or message as it came over the wire, before any decompression.</param>
/// <param name="SentAt">
/// When the last byte of the request had been handed to the system, in <see cref="System.Diagnostics.Stopwatch"/> ticks; 0: not known.
/// </param>
/// <param name="FirstByteAt">When the first byte of the response was there, like <paramref name="SentAt"/>.</param>
public readonly record struct Reply(int Status, long Bytes, long SentAt = 0, long FirstByteAt = 0);
