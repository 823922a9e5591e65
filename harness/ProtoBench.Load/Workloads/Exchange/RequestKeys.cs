using ProtoBench.Contract.Requests;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Requests;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>What a scenario can say of requests of the user's own: one in the workload itself, or several by name.</summary>
internal static class RequestKeys
{
    /// <summary>What the only request of a workload is called.</summary>
    public const string OnlyName = "request";

    private const int LargestToken = 64 * 1024;

    private static readonly KeyOf<string> Path = new(
        "path", new TargetShape(), "Path and query of a request of your own, as they go over the wire. Default: /.");

    private static readonly KeyOf<string> Method = new("method", new MethodShape(), "Its method. Default GET, and POST with a body.");

    private static readonly KeyOf<WrittenHeaders> Headers = new(
        "headers", new HeadersShape(), "Its header fields by name, or how many to make up, such as 20. Default none.");

    private static readonly KeyOf<int> Bearer = new(
        "bearer",
        new QuantityShape<int>(
            ScenarioErrorCodes.BadSize,
            "a size such as 800 B",
            [new("", 1), new("B", 1), new("kB", 1_000), new("KiB", 1 << 10)],
            new(1, LargestToken, "1 B to 64 KiB"),
            bytes => decimal.IsInteger(bytes) ? (int)bytes : null),
        "Length of a made-up bearer token in its Authorization field. Default: no such field.");

    private static readonly KeyOf<WrittenBody> Body = new(
        "body", new BodyShape(), "Its body: text, { file: order.json } or { size: 10 KiB }. Default none.");

    private static readonly KeyOf<StatusRange> Expect = new(
        "expect", new StatusShape(), "Statuses that are a success: 200, 2xx or 200-204. Default 2xx.");

    private static readonly KeyOf<int> Weight = new(
        "weight", Shapes.Count(RequestMix.LargestWeight), "Its share among the requests of the workload, 1 to 1,000. Default 1.");

    private static readonly Key[] OfOne = [Path, Method, Headers, Bearer, Body, Expect, RpcKeys.Rpc];

    private static readonly KeyOf<IReadOnlyList<RequestSpec>> Requests = new(
        "requests",
        new NamedEntriesShape<RequestSpec>(
            "request",
            new MappingShape<RequestSpec>("a request", [.. OfOne, Weight], reader => Read(reader) with { Weight = reader.Get(Weight, 1) }),
            (name, request) => request with { Name = name }),
        "Several requests by name, each with path, method, headers, bearer, body, expect and weight.");

    private static readonly KeyOf<int> Reuse = new(
        "reuse",
        Shapes.Count(1_000_000),
        "Exchanges per connection. Then a new one is opened and counted in, as with fresh. Default: connections are kept; of kind "
            + "churn 1.");

    /// <summary>Of every kind that opens connections while it is measured.</summary>
    public static WorkloadKey PerConnection { get; } =
        new WorkloadKey<int>(Reuse, (workload, uses) => workload with { Reuse = uses }) { IsSize = false };

    private static readonly KeyOf<TimeSpan> Think = new(
        "think",
        Shapes.Duration(0.001m, 60, "1 ms to 60 s"),
        "What each user of a closed loop waits between two exchanges, such as 10 ms; in no response time. Default none.");

    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        .. OfOne.Select(key => new Part(key)),
        PerConnection,
        new WorkloadKey<TimeSpan>(Think, (workload, time) => workload with { Think = time }) { IsSize = false },

        // Last, because it looks at all others.
        new Whole(),
    ];

    private static RequestSpec Read(MappingReader reader)
    {
        var headers = reader.Get(Headers, WrittenHeaders.None);
        var body = reader.Get(Body, WrittenBody.None);
        var method = reader.Get(Method, null!);
        var own = headers.Named?.Keys.FirstOrDefault(name => name.Equals("authorization", StringComparison.OrdinalIgnoreCase));
        if (reader.Has(Bearer) && own is not null)
        {
            reader.Report(
                Bearer,
                ScenarioErrorCodes.KeyNotApplicable,
                $"'bearer' has no meaning beside the header '{own}'",
                "remove one of them",
                atKey: true);
        }

        if (method is "TRACE" && body != WrittenBody.None)
        {
            reader.Report(
                Body, ScenarioErrorCodes.KeyNotApplicable, "a TRACE request has no body (RFC 9110, 9.3.8)", "remove it", true);
        }

        return new RequestSpec
        {
            Name = OnlyName,
            Path = reader.Get(Path, null!),
            Method = method,
            Headers = headers.Named,
            GeneratedHeaders = headers.Generated,
            BearerBytes = reader.Get(Bearer, 0),
            Body = body.Text,
            BodyFile = body.File,
            BodyContent = body.Content,
            BodyBytes = body.Bytes,
            Rpc = RpcKeys.Read(reader, [Path, Method, Body]),
            Expect = reader.Has(Expect) ? reader.Get(Expect, StatusRange.Success) : null,
        };
    }

    /// <summary>One key of a workload's only request; <see cref="Whole"/> reads it.</summary>
    private sealed class Part : WorkloadKey
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Part(Key key) => (Key, IsSize) = (key, false);

        public override Key Key { get; }

        public override Workload Apply(Workload workload, MappingReader reader) => workload;
    }

    /// <summary><c>requests</c>, and what the keys of requests mean beside each other and beside sizes.</summary>
    private sealed class Whole : WorkloadKey
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Whole() => IsSize = false;

        public override Key Key => Requests;

        public override Workload Apply(Workload workload, MappingReader reader)
        {
            var parts = OfOne.Where(reader.Has).ToList();
            var several = reader.Has(Requests);
            var sizes = ExchangeKeys.Sizes.Where(reader.Has).ToList();
            if (several)
            {
                foreach (var part in parts)
                {
                    reader.Report(
                        part,
                        ScenarioErrorCodes.KeyNotApplicable,
                        $"'{part.Name}' has no meaning beside 'requests'",
                        "write it in each of them",
                        atKey: true);
                }
            }

            if (parts.Count > 0 || several)
            {
                foreach (var size in sizes)
                {
                    reader.Report(
                        size,
                        ScenarioErrorCodes.KeyNotApplicable,
                        $"'{size.Name}' has no meaning beside '{(several ? Requests.Name : parts[0].Name)}'",
                        "it is the size of ProtoBench's own messages: remove it, and write body: { size: 1 KiB } for a body of a size",
                        atKey: true);
                }
            }

            if (workload.Reuse is not null && workload.Fresh)
            {
                reader.Report(
                    Reuse,
                    ScenarioErrorCodes.KeyNotApplicable,
                    "'reuse' has no meaning beside 'fresh: true'",
                    "fresh: true is reuse: 1; remove one of them",
                    atKey: true);
            }

            var requests = several ? reader.Get(Requests, []) : parts.Count > 0 ? [Read(reader)] : null;
            if (requests?.Count > RequestMix.MostRequests)
            {
                reader.Report(
                    Requests,
                    ScenarioErrorCodes.OutOfRange,
                    $"a workload has at most {RequestMix.MostRequests} requests, not {requests.Count}",
                    "divide them among workloads",
                    atKey: true);
            }

            return workload with { Requests = requests };
        }
    }
}
