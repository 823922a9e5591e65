namespace ProtoBench.Machine.Programs;

/// <summary>How a program ended, and what it took. Times are those of <see cref="LoadClock"/>.</summary>
/// <param name="Start">Just before it was started.</param>
/// <param name="End">When this process was told that it had ended.</param>
/// <param name="Status">Its exit code; a signal that ended it as a negative number.</param>
/// <param name="UserSeconds">Of it and of the children it waited for.</param>
/// <param name="SystemSeconds">Likewise.</param>
/// <param name="PeakBytes">Largest resident set of it and of those, or of this process where that is larger: it executed out of our memory
/// (getrusage(2), ru_maxrss).</param>
/// <param name="Overdue">It was ended because its time was over.</param>
/// <param name="GivenUp">It was ended because everything is.</param>
internal readonly record struct ProgramEnd(
    long Start, long End, int Status, double UserSeconds, double SystemSeconds, long PeakBytes, bool Overdue, bool GivenUp)
{
    public long Nanoseconds => End - Start;
}
