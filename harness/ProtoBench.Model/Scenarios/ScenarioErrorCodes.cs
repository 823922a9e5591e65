namespace ProtoBench.Model.Scenarios;

/// <summary>The codes of <see cref="ScenarioError"/>. A code never changes its meaning; scenarios/README.md explains each.</summary>
public static class ScenarioErrorCodes
{
    public const string FileUnreadable = "PB1001";
    public const string Syntax = "PB1002";
    public const string NotOneMapping = "PB1003";
    public const string DuplicateKey = "PB1004";
    public const string YamlFeature = "PB1005";
    public const string MissingKey = "PB1101";
    public const string UnknownKey = "PB1102";
    public const string WrongType = "PB1103";
    public const string Empty = "PB1104";
    public const string BadSize = "PB1201";
    public const string BadDuration = "PB1202";
    public const string BadRate = "PB1203";
    public const string UnknownWord = "PB1204";
    public const string OutOfRange = "PB1205";
    public const string BadName = "PB1206";
    public const string BadShare = "PB1207";
    public const string BadRequest = "PB1221";
    public const string BodyUnreadable = "PB1222";
    public const string BadRpc = "PB1223";
    public const string ArrivalsUnreadable = "PB1224";
    public const string DuplicateName = "PB1301";
    public const string UnknownProtocol = "PB1302";
    public const string SettingNotSupported = "PB1303";
    public const string UnknownLink = "PB1304";
    public const string KeyNotApplicable = "PB1305";
    public const string OpenLoopOnBulk = "PB1306";
    public const string LoopNotChosen = "PB1307";
    public const string BadServer = "PB1308";
    public const string UnknownServer = "PB1309";
    public const string ClosedLoopOnArrivals = "PB1310";
    public const string UnknownClient = "PB1320";
    public const string ProgramNotFound = "PB1321";
    public const string BadPlaceholder = "PB1322";
    public const string BadOverride = "PB1401";
    public const string OverridePath = "PB1402";
    public const string UnknownArm = "PB1403";
    public const string FilterMatchesNothing = "PB1404";

    /// <summary>Every code with the sentence that explains it, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
    [
        new(FileUnreadable, "The file is missing, not readable, too large (64 KiB at most) or not UTF-8."),
        new(Syntax, "The text is not YAML, or nested more than 16 levels deep."),
        new(NotOneMapping, "A scenario is exactly one YAML document, and that is a mapping of keys to values."),
        new(DuplicateKey, "A key stands twice in the same mapping."),
        new(YamlFeature, "Anchors, aliases, merge keys, tags and keys that are not text are not supported."),
        new(MissingKey, "A key that has no default is missing."),
        new(UnknownKey, "No such key exists here."),
        new(WrongType, "The value is of another type: text, number, true or false, list or mapping."),
        new(Empty, "A list or mapping needs at least one entry."),
        new(BadSize, "Not a size such as `64 B`, `1 KiB` or `1 MB`."),
        new(BadDuration, "Not a duration such as `500 ms`, `3 s` or `1 min`."),
        new(BadRate, "Not a rate such as `5000/s` or `5 k/s`."),
        new(UnknownWord, "The value is not one of the words allowed here."),
        new(OutOfRange, "The value is smaller or larger than allowed."),
        new(BadName, "A name has other characters than lower-case letters, digits, `-` and `_`, or is too long."),
        new(BadShare, "Not a share such as `5 %`."),
        new(BadRequest, "Not a path, method, header field or status that a request can have."),
        new(BodyUnreadable, "The file of a request's body is missing, not readable or larger than 16 MiB."),
        new(BadRpc, "Not a gRPC call: a `.proto` file with mistakes, a method it does not have, or a message that is none of its."),
        new(ArrivalsUnreadable, "The file of recorded arrivals is missing, not readable, or has a line that is no time or out of order."),
        new(DuplicateName, "Two arms, load points or links would have the same name."),
        new(UnknownProtocol, "ProtoBench does not speak this protocol."),
        new(SettingNotSupported, "The protocol lacks this setting, such as `tls` on unix."),
        new(UnknownLink, "No link profile has this name."),
        new(KeyNotApplicable, "The key has no meaning next to another one, such as `message` in an exchange workload."),
        new(OpenLoopOnBulk, "Bulk transfers have no arrivals, so an open loop cannot drive them."),
        new(LoopNotChosen, "A load point has exactly one of `closed`, `open`, `search`, `ramp`, `steps`, `burst` and `replay`."),
        new(BadServer, "A server is a command that learns where to listen, or an address; or two of its keys contradict each other."),
        new(UnknownServer, "An arm's `server` names none of `servers`."),
        new(ClosedLoopOnArrivals, "Events that a server sends come at a rate, so a closed loop cannot drive them."),
        new(UnknownClient, "An arm's `client` names neither a client of ours nor one under `clients`."),
        new(ProgramNotFound, "The program of a client is not there."),
        new(BadPlaceholder, "Nothing can be filled in for a word in braces of a client's command."),
        new(BadOverride, "`--set` wants `key=value`, the value written as YAML."),
        new(OverridePath, "`--set` names a place that the scenario does not have."),
        new(UnknownArm, "`--protocols` names no protocol and no label of the scenario."),
        new(FilterMatchesNothing, "`--filter` matches no cell."),
    ];
}
