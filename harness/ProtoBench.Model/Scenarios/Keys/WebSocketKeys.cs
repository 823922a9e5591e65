using ProtoBench.Contract.Requests;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>How a WebSocket to a server of the user's is opened.</summary>
internal static class WebSocketKeys
{
    private const int MostGreetings = 100;
    private static readonly TextShape AnyText = new() { MayLookTyped = true };

    private static readonly KeyOf<string> Path =
        new("path", AnyText, "Path and query of the upgrade. Default: those of the address, or /.");

    private static readonly KeyOf<IReadOnlyList<Placed<string>>> SubProtocols =
        new("sub-protocols", new ListShape<string>("sub-protocols", AnyText), "Sub-protocols to offer. Default: none.");

    private static readonly KeyOf<IReadOnlyDictionary<string, string>> Headers = new(
        "headers",
        new TextsShape("header field", "[A-Za-z0-9_-]+", "use letters, digits, '-' and '_': Authorization"),
        "Header fields of the upgrade, such as Authorization. Default: none.");

    private static readonly KeyOf<bool> Deflate = new("deflate", Shapes.Flag, "Offer permessage-deflate. Default false.");

    private static readonly KeyOf<string> FirstMessage =
        new("first-message", AnyText, "A text message right after the upgrade, such as a log-in. Default: none.");

    private static readonly KeyOf<int> Greetings = new(
        "greetings",
        new WholeNumberShape(0, MostGreetings),
        "Messages that the server sends of its own accord before it takes requests. Default 0.");

    private static readonly KeyOf<MessageForm> Form = new(
        "form",
        new WordShape<MessageForm>(new Dictionary<string, MessageForm>
        {
            ["by-content"] = MessageForm.ByContent,
            ["text"] = MessageForm.Text,
            ["binary"] = MessageForm.Binary,
        }),
        "How messages are sent. Default by-content: as text where they are UTF-8.");

    public static MappingShape<SideWebSocket> Shape { get; } =
        new("a WebSocket", [Path, SubProtocols, Headers, Deflate, FirstMessage, Greetings, Form], Build);

    private static SideWebSocket Build(MappingReader reader)
    {
        if (reader.TryGet(Path, out var path) && !path.StartsWith('/'))
        {
            reader.Report(Path, ScenarioErrorCodes.BadServer, $"the path '{Spelling.Shorten(path)}' must begin with /", $"/{path}");
        }

        var headers = reader.Has(Headers) ? reader.Get(Headers, new Dictionary<string, string>()) : null;
        if (headers?.FirstOrDefault(field => field.Value.Any(char.IsControl)).Key is { } broken)
        {
            reader.Report(Headers, ScenarioErrorCodes.BadServer, $"the value of '{broken}' has control characters", "write it in one line");
        }

        return new SideWebSocket
        {
            Path = path,
            SubProtocols = reader.Has(SubProtocols) ? [.. reader.Get(SubProtocols, []).Select(one => one.Value)] : null,
            Headers = headers,
            Deflate = reader.Get(Deflate, false),
            FirstMessage = reader.Has(FirstMessage) ? reader.Get(FirstMessage, "") : null,
            Greetings = reader.Get(Greetings, 0),
            Form = reader.Get(Form, MessageForm.ByContent),
        };
    }
}
