namespace ProtoBench.Model.Links.Profiles;

/// <summary>A direction of the link, named from the client's point of view.</summary>
public enum LinkDirection
{
    /// <summary>Client to server.</summary>
    Up,

    /// <summary>Server to client.</summary>
    Down,
}
