namespace ProtoBench.Contract;

/// <summary>What our own server is made of.</summary>
public enum ServerMake
{
    /// <summary>What users of .NET serve with: Kestrel, or .NET's sockets.</summary>
    Dotnet,

    /// <summary>Parsers of our own on epoll, one thread per processor: what a server in C would cost.</summary>
    Lean,
}
