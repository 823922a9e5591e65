using System.Globalization;
using System.Reflection;
using ProtoBench.Contract;
using ProtoBench.Model.Plans;
using ProtoBench.Protocols;
using ProtoBench.Quic.Options;

namespace ProtoBench.Load.Children;

/// <summary>
/// Which code a peer was built from. The compiler is deterministic and gives every assembly an id that follows from its contents, so equal
/// ids are equal code; a commit would not tell what has not been committed.
/// </summary>
internal static class PeerBuild
{
    // FNV-1a: nobody forges a build here, and a cryptographic hash would load OpenSSL into every child.
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>Of this process: 16 hexadecimal digits over the assemblies of ProtoBench that play a side.</summary>
    public static string OfThisProcess()
    {
        // A loop: LINQ over Guids would have to be compiled in every child that says hello.
        var assemblies = Assemblies();
        Span<Guid> ids = stackalloc Guid[assemblies.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = assemblies[i].ManifestModule.ModuleVersionId;
        }

        return Of(ids);
    }

    internal static string Of(params ReadOnlySpan<Guid> assemblies)
    {
        var hash = Offset;
        Span<byte> bytes = stackalloc byte[16];
        foreach (var id in assemblies)
        {
            id.TryWriteBytes(bytes);
            foreach (var one in bytes)
            {
                hash = unchecked((hash ^ one) * Prime);
            }
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    // The peer itself first; every trial loads all of them but, without QUIC, the last.
    private static Assembly[] Assemblies() =>
    [
        Assembly.GetEntryAssembly() ?? typeof(PeerBuild).Assembly,
        typeof(PeerBuild).Assembly,
        typeof(Machine.LoadClock).Assembly,
        typeof(Cell).Assembly,
        typeof(IProtocol).Assembly,
        typeof(ProtocolCatalog).Assembly,
        typeof(QuicException).Assembly,
    ];
}
