using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Load.Workloads.Exchange;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>What a scenario can say of requests that are sent more than once.</summary>
internal static class CopyKeys
{
    public const string Hint = "use 'request', 'response', 'resend' or 'hedge', 'duplicates' and 'server-resets'";

    private const int MostCopies = 5;

    private static readonly QuantityShape<TimeSpan> Time = Shapes.Duration(0.0001m, 60, "100 us to 60 s");

    private static readonly KeyOf<TimeSpan> ResendAfter = new(
        "after", Time, "How long an answer is waited for before the request is given up and sent again, such as 50 ms.");

    private static readonly KeyOf<int> Times = new("times", Shapes.Count(MostCopies), "How often it is sent again, 1 to 5. Default 1.");

    private static readonly KeyOf<double> Backoff = new(
        "backoff",
        new QuantityShape<double>(
            ScenarioErrorCodes.WrongType, "a factor such as 2", [new("", 1)], new(1, 10, "1 to 10"), factor => (double)factor),
        "How many times as long as the one before each copy is waited for, 1 to 10. Default 1.");

    private static readonly KeyOf<Wait> HedgeAfter = new(
        "after",
        new WaitShape(Time),
        "How long an answer is waited for before a second request is sent beside the first: a time such as 20 ms, or the p50, p75, p90, "
            + "p95 or p99 of first requests of late.")
    { Required = true };

    private static readonly KeyOf<int> Most = new("most", Shapes.Count(MostCopies), "Requests beside the first, 1 to 5. Default 1.");

    private static readonly KeyOf<bool> Idempotent = new(
        "idempotent",
        Shapes.Flag,
        "May the request be carried out twice (RFC 9110, 9.2.2)? false: it is sent again only when it is certain that the server has not "
            + "begun it, as when a connection is refused or ended before, and otherwise fails with its outcome unknown; 'after' then has no "
            + "meaning. Default true.");

    private static readonly KeyOf<CopyPolicy> Resend = new(
        "resend",
        new MappingShape<CopyPolicy>("a retry", [ResendAfter, Times, Backoff, Idempotent], ReadResend) { Rules = ResendRules },
        "Retry: a request that failed, or is not answered after a time, is given up and sent again, for example { after: 50 ms, times: 2, "
            + "backoff: 2 }. Default never.");

    private static readonly KeyOf<CopyPolicy> Hedge = new(
        "hedge",
        new MappingShape<CopyPolicy>("a hedge", [HedgeAfter, Most], reader =>
        {
            var after = reader.Get(HedgeAfter, new Wait(TimeSpan.FromSeconds(1), null));
            return new CopyPolicy { Hedges = true, After = after.Time, AfterQuantile = after.Quantile, Most = reader.Get(Most, 1) };
        }),
        "Hedging: a request that is not answered after a time stays in flight, another one is sent beside it, and the first answer counts, "
            + "for example { after: p95 } or { after: 20 ms, most: 2 }. Default never.");

    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        ExchangeKeys.Request,
        ExchangeKeys.Response,
        new PolicyKey(Resend, Hedge),
        new PolicyKey(Hedge, Resend),
        .. DuplicateKeys.All,
        ExchangeKeys.ServerWork,
    ];

    private static CopyPolicy ReadResend(MappingReader reader)
    {
        var idempotent = reader.Get(Idempotent, true);
        if (idempotent && !reader.Has(ResendAfter))
        {
            reader.Context.Report(reader.Span, ScenarioErrorCodes.MissingKey, $"a retry needs '{ResendAfter.Name}'", ResendAfter.Meaning);
        }

        foreach (var key in new Key[] { ResendAfter, Backoff }.Where(key => !idempotent && reader.Has(key)))
        {
            reader.Report(
                key,
                ScenarioErrorCodes.KeyNotApplicable,
                $"'{key.Name}' has no meaning with idempotent: false: the time without an answer does not tell that nothing was done",
                "remove it",
                atKey: true);
        }

        return new CopyPolicy
        {
            Idempotent = idempotent,
            After = idempotent ? reader.Get(ResendAfter, TimeSpan.FromSeconds(1)) : null,
            Most = reader.Get(Times, 1),
            Backoff = reader.Get(Backoff, 1),
        };
    }

    // With idempotent: false there is nothing to wait for, and otherwise there has to be.
    private static JsonObject ResendRules() => new()
    {
        ["if"] = new JsonObject
        {
            ["properties"] = new JsonObject { [Idempotent.Name] = new JsonObject { ["const"] = false } },
            ["required"] = new JsonArray(Idempotent.Name),
        },
        ["then"] = new JsonObject { ["properties"] = new JsonObject { [ResendAfter.Name] = false, [Backoff.Name] = false } },
        ["else"] = new JsonObject { ["required"] = new JsonArray(ResendAfter.Name) },
    };

    private sealed class PolicyKey : WorkloadKey
    {
        private readonly KeyOf<CopyPolicy> _key;
        private readonly Key _other;

        [SetsRequiredMembers]
        public PolicyKey(KeyOf<CopyPolicy> key, Key other) => (_key, _other, IsSize) = (key, other, false);

        public override Key Key => _key;

        public override Workload Apply(Workload workload, MappingReader reader)
        {
            if (!reader.TryGet(_key, out var policy))
            {
                return workload;
            }

            if (policy.Hedges && reader.Has(_other))
            {
                reader.Report(
                    _key,
                    ScenarioErrorCodes.KeyNotApplicable,
                    $"'{_key.Name}' and '{_other.Name}' are two answers to the same wait",
                    "write one of them; a workload for each compares them",
                    atKey: true);
            }

            return workload with { Copies = policy };
        }
    }
}
