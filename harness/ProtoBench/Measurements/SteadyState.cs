namespace ProtoBench.Measurements;

internal static class SteadyState
{
    public static bool IsReached(IReadOnlyList<double> rates) => rates.Count > 4;
}
