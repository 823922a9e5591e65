namespace ProtoBench.Model.Scenarios;

public enum LoopKind
{
    /// <summary>The next exchange starts when one ends: measures capacity and service time; a slow server slows the client.</summary>
    Closed,

    /// <summary>Exchanges start at planned instants whatever the server does: measures response time at an offered rate.</summary>
    Open,
}
