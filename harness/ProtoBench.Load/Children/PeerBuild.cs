using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
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
    /// <param name="program">The peer's own, which is the same in both forms that it is built in.</param>
    public static string With(Assembly program) => Of(program.ManifestModule.ModuleVersionId);

    /// <summary>What a peer must say of itself that was built together with the code that asks.</summary>
    /// <param name="program">The peer's assembly; all others are those of this process.</param>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static string Expected(string program)
    {
        using var image = new PEReader(File.OpenRead(program));
        var metadata = image.GetMetadataReader();
        return Of(metadata.GetGuid(metadata.GetModuleDefinition().Mvid));
    }

    private static string Of(Guid program)
    {
        // A loop: LINQ over Guids would have to be compiled in every child that says hello.
        var assemblies = Assemblies();
        Span<Guid> ids = stackalloc Guid[assemblies.Length + 1];
        ids[0] = program;
        for (var i = 0; i < assemblies.Length; i++)
        {
            ids[i + 1] = assemblies[i].ManifestModule.ModuleVersionId;
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

    // Beside the peer itself. Every trial loads all of them but, without QUIC, the last.
    private static Assembly[] Assemblies() =>
    [
        typeof(PeerBuild).Assembly,
        typeof(Machine.LoadClock).Assembly,
        typeof(Cell).Assembly,
        typeof(IProtocol).Assembly,
        typeof(ProtocolCatalog).Assembly,
        typeof(QuicException).Assembly,
    ];
}
