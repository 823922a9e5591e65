namespace ProtoBench.Model.Measurements;

/// <summary>What one window of a warm-up saw. All windows of a warm-up have the same length, usually 100 ms.</summary>
/// <param name="Amount">What the rate is of: exchanges, or for bulk transfers bytes.</param>
/// <param name="Events">How many independent things made it up: exchanges, or for bulk transfers messages.</param>
/// <param name="MeanServiceNanoseconds">Mean service time of its exchanges; null for bulk transfers, or when none ended in it.</param>
internal readonly record struct SteadyWindow(double Amount, long Events, double? MeanServiceNanoseconds = null);
