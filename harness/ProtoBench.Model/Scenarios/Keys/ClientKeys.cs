using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>The keys of a client program of the user's, which is written as its command or as a mapping.</summary>
internal static class ClientKeys
{
    private static readonly ClientCommandShape CommandText = new();

    private static readonly KeyOf<string> Command = new(
        "command",
        CommandText,
        "What is run, with {url}, {address}, {host}, {port}, {ca} (file with the certificate to trust) and {dir} (temporary folder, empty "
            + "before each run) filled in. A shell runs it only where it needs one.")
    { Required = true };

    private static readonly KeyOf<string> Prepare = new(
        "prepare", Shapes.Text, "Command that a shell runs before each run, not timed. Default: nothing.");

    private static readonly KeyOf<IReadOnlyList<int>> Expected = new(
        "expected",
        new OneOrMoreShape<int>("exit codes", new WholeNumberShape(0, 255)),
        "Exit codes that are a success, 0 to 255: one, or a list. Any other makes its trial invalid. Default 0.");

    private static readonly KeyOf<string> Folder = new(
        "folder", Shapes.Text, "Where it runs, relative to the scenario's file. Default: {dir}.");

    private static readonly KeyOf<IReadOnlyDictionary<string, string>> Variables = new(
        "environment", TextsShape.Variables, "Variables added to its environment, such as { LANG: C }.");

    private static readonly MappingShape<ClientSide> Mapping =
        new("a client", [Command, Prepare, Expected, Folder, Variables], Build);

    public static NamedEntriesShape<ClientSide> Named { get; } = new(
        "client",
        new EitherShape<ClientSide>(
            new ConvertedShape<string, ClientSide>(CommandText, command => new ClientSide { Name = "", Command = command }), Mapping),
        (name, client) => client with { Name = name });

    public static IReadOnlyList<Key> All => Mapping.Keys;

    /// <summary>Checks clients and arms against each other, and gives back the clients; null: there are none.</summary>
    /// <param name="key">Under which the clients stand.</param>
    /// <param name="clients">Those that could be read.</param>
    /// <param name="arms">With the names of their clients.</param>
    /// <param name="reader">Of the scenario.</param>
    public static IReadOnlyList<ClientSide>? Checked(
        Key key, IReadOnlyList<ClientSide> clients, IReadOnlyList<Placed<Arm>> arms, MappingReader reader)
    {
        foreach (var taken in clients.Where(client => !ClientSide.IsProgram(client.Name)))
        {
            reader.Report(
                key,
                ScenarioErrorCodes.DuplicateName,
                $"'{taken.Name}' is a client of ours, and cannot be the name of another",
                $"call it my-{taken.Name}",
                atKey: true);
        }

        var errors = reader.Context.Errors.Count;
        foreach (var arm in arms.Where(arm => ClientSide.IsProgram(arm.Value.Client)))
        {
            if (clients.FirstOrDefault(client => client.Name == arm.Value.Client) is { } client)
            {
                CheckPlaceholders(client, arm, reader.Context);
            }
            else if (!reader.Has(key) || clients.Count > 0)
            {
                // Clients that could not be read have been told of.
                reader.Context.Report(
                    arm.Span,
                    ScenarioErrorCodes.UnknownClient,
                    $"there is no client '{Spelling.Shorten(arm.Value.Client!)}'",
                    Spelling.Hint(
                        arm.Value.Client!, [ClientSide.Ours, ClientSide.Lean, .. clients.Select(one => one.Name)], "these exist")
                        + "; a program of your own stands under 'clients' by its name: curl: \"curl -sS {url}/\"");
            }
        }

        return clients.Count == 0 || reader.Context.Errors.Count > errors ? null : clients;
    }

    // What the arm's server of ours does not have cannot be filled in.
    private static void CheckPlaceholders(ClientSide client, Placed<Arm> arm, ReadingContext context)
    {
        var used = ClientPlaceholders.UsedBy(client);
        var protocols = ScenarioVocabulary.Of(context.Vocabulary).Protocols;
        if (arm.Value.Server is not null || protocols.FirstOrDefault(one => one.Name == arm.Value.Protocol)?.Traits is not { } traits)
        {
            return;
        }

        if (traits.LocalOnly && used.Overlaps(ClientPlaceholders.OfNetworks))
        {
            context.Report(
                arm.Span,
                ScenarioErrorCodes.BadPlaceholder,
                $"client '{client.Name}' wants to know where in the network its server is, and {arm.Value.Protocol} is in none",
                "use another client for this arm");
        }
        else if (traits.UrlScheme is null && used.Contains(ClientPlaceholders.Url))
        {
            context.Report(
                arm.Span,
                ScenarioErrorCodes.BadPlaceholder,
                $"client '{client.Name}' wants a {{url}}, and {arm.Value.Protocol} has none",
                "write {address} and {port}");
        }

        if (!arm.Value.Tls && used.Contains(ClientPlaceholders.Authority))
        {
            context.Report(
                arm.Span,
                ScenarioErrorCodes.BadPlaceholder,
                $"client '{client.Name}' wants a {{ca}}, and without TLS there is no certificate",
                traits.SupportsTls ? "add tls: true to the arm, or use another client" : "use another client");
        }
    }

    private static ClientSide Build(MappingReader reader)
    {
        var client = new ClientSide { Name = "", Command = reader.Get(Command, "") };
        return client with
        {
            Prepare = reader.TryGet(Prepare, out var prepare) ? prepare : null,
            Expected = reader.Get(Expected, client.Expected),
            Folder = reader.TryGet(Folder, out var folder) ? folder : null,
            Environment = reader.TryGet(Variables, out var variables) ? variables : null,
        };
    }
}
