using ProtoBench.Links.Topology;

namespace ProtoBench.Commands.Links;

/// <summary>What <c>protobench link run</c> was asked for.</summary>
internal sealed record LinkRunArguments
{
    /// <summary>Name or path of the profile.</summary>
    public required string Profile { get; init; }

    /// <summary>Program and arguments to run on the client side; a shell when empty.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Shell command to run on the server side meanwhile, or null.</summary>
    public string? ServerCommand { get; init; }

    public LinkOptions Options { get; init; } = new();
}
