namespace ProtoBench.Commands;

/// <summary>What <c>protobench url</c> was asked, as it was typed: every value is checked where the scenario made of it is read.</summary>
internal sealed record UrlRequest
{
    public required string Url { get; init; }

    /// <summary>Command that is started as the server; null: one runs at the URL.</summary>
    public string? Server { get; init; }

    /// <summary>Files for the command's <c>{dir}</c>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Names of protocols; empty: those of the URL's scheme.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Of an open loop; null: a closed one.</summary>
    public string? Rate { get; init; }

    public string? InFlight { get; init; }

    public string? Connections { get; init; }

    public string? Streams { get; init; }

    public string? Method { get; init; }

    /// <summary><c>Name: value</c> each.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Text, or <c>@file</c>.</summary>
    public string? Body { get; init; }

    public string? Expect { get; init; }

    public string? Authority { get; init; }

    public string? ServerName { get; init; }

    public string? ClientCertificate { get; init; }

    /// <summary>The host to ask for; null: the URL's.</summary>
    public string? Host { get; init; }

    public bool Insecure { get; init; }

    public bool Permitted { get; init; }
}
