namespace ProtoBench.Model.Scenarios;

/// <summary>Which side speaks on an open stream of messages.</summary>
public enum StreamWay
{
    /// <summary>The client sends, the server answers, and the next message follows the answer.</summary>
    Both,

    /// <summary>The server sends at a rate.</summary>
    Down,

    /// <summary>The client sends at a rate.</summary>
    Up,
}
