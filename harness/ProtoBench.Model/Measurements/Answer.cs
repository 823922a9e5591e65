namespace ProtoBench.Model.Measurements;

/// <summary>What is known of one exchange's answer, its instants in nanoseconds on the load's clock; 0: not known.</summary>
/// <param name="Status">As it came; <see cref="None"/>: there was none.</param>
/// <param name="Bytes">Of the body.</param>
/// <param name="StartedAt">When the request could begin to leave: its start, or when its own connection was up.</param>
/// <param name="SentAt">When the request had been sent.</param>
/// <param name="FirstByteAt">When the response began.</param>
internal readonly record struct Answer(int Status, long Bytes, long StartedAt, long SentAt, long FirstByteAt)
{
    public const int None = -1;
}
