using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;

namespace ProtoBench.Commands;

/// <summary>The protocols <c>quick</c> compares.</summary>
internal static class QuickProtocols
{
    /// <summary>The value of <c>protocols</c>; null leaves it as the scenario has it.</summary>
    /// <param name="named">As typed: any protocol, also one that the scenario leaves out. Empty: the scenario's.</param>
    /// <param name="tls">All inside TLS.</param>
    /// <param name="set">What <c>--set</c> changes.</param>
    /// <param name="tell">Where it is told what is left out.</param>
    /// <exception cref="UsageException">There is no such protocol, or it cannot be encrypted, or two options contradict.</exception>
    public static string? Setting(IReadOnlyList<string> named, bool tls, IReadOnlyList<string> set, TextWriter tell)
    {
        var known = named.Select(Find).ToList();
        if (!tls)
        {
            return known.Count == 0 ? null : $"[{string.Join(", ", named)}]";
        }

        if (set.FirstOrDefault(one => one.StartsWith("protocols", StringComparison.Ordinal)) is { } other)
        {
            throw new UsageException($"--tls and --set {other} both say which protocols run; write tls: true there, such as "
                + "--set 'protocols=[{protocol: tcp, tls: true}]'");
        }

        if (known.Find(protocol => !protocol.Traits.SupportsTls) is { } plain)
        {
            throw new UsageException($"{plain.Name} cannot run inside TLS; leave it or --tls out");
        }

        if (known.Count == 0)
        {
            var usual = ScenarioInput.Quick(ScenarioOverrides.None).Arms.Select(arm => Find(arm.Protocol)).Distinct().ToList();
            known = [.. usual.Where(protocol => protocol.Traits.SupportsTls)];
            tell.WriteLine($"all inside TLS; without it, and so left out: "
                + string.Join(", ", usual.Except(known).Select(protocol => protocol.Name)));
        }

        return $"[{string.Join(", ", known.Select(protocol => $"{{protocol: {protocol.Name}, tls: true}}"))}]";
    }

    private static IProtocol Find(string name) => ProtocolCatalog.Find(name) ?? throw new UsageException($"there is no protocol "
        + $"'{Spelling.Shorten(name)}'; {Spelling.Hint(name, [.. ProtocolCatalog.All.Select(protocol => protocol.Name)], "there are")}");
}
