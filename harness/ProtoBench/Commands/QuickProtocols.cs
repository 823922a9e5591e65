using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;

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
        var changed = set.FirstOrDefault(one => one.StartsWith("protocols", StringComparison.Ordinal));
        if (!tls)
        {
            if (known.Count == 0 && changed is null)
            {
                Tell(tell, "in plain text; always encrypted, and so left out", protocol => !protocol.Traits.RequiresTls, "--tls");
            }

            return known.Count == 0 ? null : $"[{string.Join(", ", named)}]";
        }

        if (changed is { } other)
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
            known = [.. Usual.Where(protocol => protocol.Traits.SupportsTls)];
            Tell(tell, "all inside TLS; without it, and so left out", protocol => protocol.Traits.SupportsTls, null);
        }

        return $"[{string.Join(", ", known.Select(protocol => $"{{protocol: {protocol.Name}, tls: true}}"))}]";
    }

    // Those with a colour of their own carry requests; a bare QUIC stream is to http3 what a TLS connection is to http2.
    private static IEnumerable<IProtocol> Usual => ProtocolCatalog.All.Where(protocol => protocol.Traits.ColourSlot is not null);

    // Like with like: a mixture has to be asked for by name.
    private static void Tell(TextWriter tell, string why, Func<IProtocol, bool> isIn, string? other)
    {
        var left = Usual.Where(protocol => !isIn(protocol)).Select(protocol => protocol.Name).ToList();
        if (left.Count > 0)
        {
            tell.WriteLine($"{why}: {string.Join(", ", left)}{(other is null ? "" : $" (see {other}, or name protocols to mix them)")}");
        }
    }

    private static IProtocol Find(string name) => ProtocolCatalog.Find(name) ?? throw new UsageException($"there is no protocol "
        + $"'{Spelling.Shorten(name)}'; {Spelling.Hint(name, [.. ProtocolCatalog.All.Select(protocol => protocol.Name)], "there are")}");
}
