using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>The URL of a server that runs already.</summary>
internal sealed class AddressShape : ValueShape<string>
{
    private const string Example = "write it as https://127.0.0.1:8443/api";

    public override string Wanted => "a URL";

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["type"] = "string", ["pattern"] = $"^({string.Join('|', SchemesOf(vocabulary))})://" };

    /// <summary>Is this meant to be an address, and not a command?</summary>
    public static bool Means(string text) =>
        text.Contains("://", StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal);

    /// <summary>Is it on this machine, where nobody else has to be asked?</summary>
    public static bool IsHere(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.IsLoopback
            || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text.Trim();
        if (value is null)
        {
            return WrongType(node, what, context);
        }

        if (Fault(value, SchemesOf(context.Vocabulary)) is { } fault)
        {
            context.Report(node.Span, ScenarioErrorCodes.BadServer, $"'{Spelling.Shorten(value)}' {fault}", Example);
            return false;
        }

        return true;
    }

    private static IReadOnlyList<string> SchemesOf(Vocabulary vocabulary) => UrlSchemes.Of(ScenarioVocabulary.Of(vocabulary).Protocols);

    private static string? Fault(string text, IReadOnlyList<string> schemes) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 ? "is no URL"
        : !schemes.Contains(url.Scheme) ? $"has the scheme '{url.Scheme}'; known are {string.Join(", ", schemes)}"
        : url.Port <= 0 ? "has no port"
        : url.UserInfo.Length > 0 ? "has a name or password in it, which would stand in every result; send them as a header"
        : url.Fragment.Length > 0 ? "has a fragment, which is never sent"
        : null;
}

/// <summary>A server in one line of text: an address, or else a command.</summary>
internal sealed class ServerTextShape(AddressShape address) : ValueShape<ServerSide>
{
    public override string Wanted => "a command or a URL";

    public override JsonObject Schema(Vocabulary vocabulary) => new() { ["type"] = "string", ["minLength"] = 1 };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out ServerSide value)
    {
        value = null;
        if (node is not SourceScalar { Text: var text })
        {
            return WrongType(node, what, context);
        }

        if (!AddressShape.Means(text))
        {
            value = new ServerSide { Name = "", Command = text.Trim() };
            return true;
        }

        if (!address.TryRead(node, what, context, out var url))
        {
            return false;
        }

        if (!AddressShape.IsHere(url))
        {
            context.Report(node.Span, ServerKeys.NotPermitted(url));
            return false;
        }

        value = new ServerSide { Name = "", Address = url };
        return true;
    }
}
