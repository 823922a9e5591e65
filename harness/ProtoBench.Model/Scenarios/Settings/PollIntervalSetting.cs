using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary><c>poll-interval</c>: how often a subscriber asks.</summary>
internal sealed class PollIntervalSetting : ArmSetting
{
    /// <summary>Of <see cref="ConnectionFacts.More"/>.</summary>
    public const string FactName = "pause before requests";

    /// <summary>Key of a trial's mean time of a request for events, in microseconds.</summary>
    public const string RequestFigure = "push-request-time";

    /// <summary>Key of the mean pause before such a request, in microseconds.</summary>
    public const string PauseFigure = "push-pause";

    /// <summary>Where none is written.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    private readonly KeyOf<TimeSpan> _key = new(
        "poll-interval",
        Shapes.Duration(0.001m, 60, "1 ms to 60 s"),
        "With delivery: short-polling, what a subscriber waits between an answer and its next request, 1 ms to 60 s. Default 1 s.");

    public override Key Key => _key;

    public override ConnectionFact Fact { get; } = new(FactName, Told) { Further = true };

    public override IReadOnlyList<Contrast> Contrasts { get; } =
        [new("poll intervals", (_, arm, _) => arm.Delivery == Delivery.ShortPolling ? Text(arm.PollInterval ?? Usual) : null)];

    public override bool AppliesTo(ProtocolTraits traits) => traits.EventRequests;

    public override Arm Read(Arm arm, MappingReader reader) =>
        reader.Has(_key) ? arm with { PollInterval = reader.Get(_key, Usual) } : arm;

    public override void Check(Arm arm, SettingErrors errors)
    {
        errors.Require(arm.PollInterval is null || AppliesTo(errors.Traits), "has no requests that could ask for events", AppliesTo);
        if (arm.PollInterval is not null && arm.Delivery != Delivery.ShortPolling && AppliesTo(errors.Traits))
        {
            errors.Refuse("only short polling has an interval", "remove 'poll-interval', or write delivery: short-polling");
        }
    }

    public override string? Lack(Arm arm, IProtocol protocol) => null;

    public override string? LabelPart(Arm arm, ProtocolTraits? traits) =>
        arm.PollInterval is { } interval ? Text(interval).Replace(" ", "", StringComparison.Ordinal) : null;

    public override EndpointSettings Apply(EndpointSettings settings, ArmUse use) => settings;

    public override IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened)
    {
        var wanted = Lasting(arm.PollInterval ?? Usual);
        return arm.Delivery != Delivery.ShortPolling || Told(facts) == wanted
            ? []
            : [$"pauses of {wanted} before requests were asked for, {Told(facts) ?? "none"} were made"];
    }

    /// <summary>The fact: how long a client's shortest pause was. One that is early by less than a timer's millisecond is whole.</summary>
    public static string Told(TimeSpan asked, TimeSpan shortest) =>
        Lasting(shortest > asked - TimeSpan.FromMilliseconds(1) ? asked : shortest);

    private static string? Told(ConnectionFacts facts) => facts.More.GetValueOrDefault(FactName);

    private static string Lasting(TimeSpan pause) => $"at least {Text(pause)}";

    private static string Text(TimeSpan interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{interval.TotalMilliseconds:0} ms");
}
