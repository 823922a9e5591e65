using System.Reflection;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The gRPC that runs: grpc-dotnet, and the settings both of its sides get from us.</summary>
internal static class GrpcLibrary
{
    /// <summary>
    /// The largest message taken: the largest payload, with room for what protobuf puts around it. grpc-dotnet's own limit of 4 MiB would
    /// refuse messages that every other protocol here carries.
    /// </summary>
    public const int LargestMessageBytes = ProtocolTraits.LargestMessageBytes + 1024;

    /// <summary>The same with these settings: a typed message may be longer than its content.</summary>
    public static int LargestMessageOf(EndpointSettings settings) =>
        settings.Codec == Codec.Bytes ? LargestMessageBytes : CodedLimits.LargestEncodedBytes;

    /// <summary>For example <c>Grpc.Net.Client 2.85.0</c>.</summary>
    public static string Client { get; } = Name(typeof(GrpcChannel));

    /// <summary>For example <c>Grpc.AspNetCore.Server 2.85.0</c>.</summary>
    public static string Server { get; } = Name(typeof(GrpcServiceOptions));

    /// <summary>For example <c>Google.Protobuf 3.36.2</c>.</summary>
    public static string Messages { get; } = Name(typeof(IMessage));

    /// <summary>The package of <paramref name="type"/> with its version, without the commit that SourceLink adds.</summary>
    private static string Name(Type type)
    {
        var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return $"{type.Assembly.GetName().Name} {version?.Split('+')[0]}";
    }
}
