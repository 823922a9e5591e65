namespace ProtoBench.Model.Measurements;

/// <summary>The interval of y values at one x.</summary>
internal readonly record struct BandPoint(double X, double Low, double High);
