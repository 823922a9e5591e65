using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>The keys of what Slurm is asked for.</summary>
internal static class SlurmKeys
{
    private static readonly TextShape AnyText = new() { MayLookTyped = true };

    private static readonly KeyOf<string> Partition = new(
        "partition", AnyText, "Partition of the nodes. Default: that of SALLOC_PARTITION, or the cluster's.");

    private static readonly KeyOf<string> Account = new(
        "account", AnyText, "Account that is charged. Default: that of SALLOC_ACCOUNT, or yours.");

    private static readonly KeyOf<TimeSpan> Time = new(
        "time",
        Shapes.Duration(60, 86_400, "1 min to 1440 min"),
        "Time limit of the allocation, 1 min to 1440 min; a longer run gets another one between two trials. Default 60 min.");

    private static readonly KeyOf<IReadOnlyList<string>> Options = new(
        "options", new OneOrMoreShape<string>("options", AnyText), "Further options of salloc, such as --qos=high: one, or a list.");

    public static MappingShape<SlurmRequest> Shape { get; } = new("what Slurm is asked for", [Partition, Account, Time, Options], Build);

    private static SlurmRequest Build(MappingReader reader)
    {
        var request = new SlurmRequest
        {
            Partition = reader.TryGet(Partition, out var partition) ? partition : null,
            Account = reader.TryGet(Account, out var account) ? account : null,
            Time = reader.Get(Time, SlurmRequest.UsualTime),
            Options = reader.Get(Options, []),
        };
        foreach (var other in request.Options.Where(option => !option.StartsWith('-')))
        {
            reader.Report(
                Options,
                ScenarioErrorCodes.BadHost,
                $"'{Spelling.Shorten(other)}' is no option of salloc",
                "write option and value as one text: --qos=high");
        }

        return request;
    }
}
