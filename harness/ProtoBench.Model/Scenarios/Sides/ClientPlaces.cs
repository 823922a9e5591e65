namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>What a client's placeholders stand for; null: not known yet, and left as it is written.</summary>
public sealed record ClientPlaces
{
    /// <summary><c>{url}</c>: of the server, without a slash at its end, such as <c>https://10.99.0.2:39001</c>.</summary>
    public string? Url { get; init; }

    /// <summary><c>{address}</c>: where to connect to; IPv6 without brackets.</summary>
    public string? Address { get; init; }

    /// <summary><c>{host}</c>: the name in the server's certificate, and of its URL where it was given one.</summary>
    public string? Host { get; init; }

    /// <summary><c>{port}</c>.</summary>
    public string? Port { get; init; }

    /// <summary><c>{ca}</c>: a file with the certificate to trust, in PEM.</summary>
    public string? Authority { get; init; }

    /// <summary><c>{dir}</c>: a temporary folder, empty before each run.</summary>
    public string? Folder { get; init; }
}
