using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc.V1;
using ProtoBench.Protocols.Shared.Protobuf;

namespace ProtoBench.Protocols.Grpc;

/// <summary>Asks a server for the descriptions of its services (gRPC server reflection), over a connection of its own.</summary>
public static class RpcReflection
{
    // The newer name first. Servers of before 2023 know only the other.
    private static readonly string[] Versions = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

    // Imported by nearly everything, and left out by servers that think everybody has them.
    private static readonly FileDescriptor[] EverybodysOwn =
    [
        AnyReflection.Descriptor, ApiReflection.Descriptor, DurationReflection.Descriptor, EmptyReflection.Descriptor,
        FieldMaskReflection.Descriptor, SourceContextReflection.Descriptor, StructReflection.Descriptor, TimestampReflection.Descriptor,
        TypeReflection.Descriptor, WrappersReflection.Descriptor,
    ];

    /// <summary>Reads the services of these methods, with every file that they need.</summary>
    /// <param name="settings">Where to, with the site.</param>
    /// <param name="methods">As <c>package.Service/Method</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ProtoException">The server has no reflection, or no such service.</exception>
    /// <exception cref="IOException">It cannot be connected to.</exception>
    public static async Task<RpcDescriptors> ReadAsync(
        EndpointSettings settings, IEnumerable<string> methods, CancellationToken cancellationToken)
    {
        var services = methods.Select(method => method.TrimStart('/').Split('/')[0]).Distinct().ToList();
        await using var connection = await new GrpcProtocol().ConnectAsync(settings, cancellationToken);
        var invoker = ((GrpcConnection)connection).Invoker;
        foreach (var version in Versions)
        {
            try
            {
                return await ReadAsync(invoker, version, services, cancellationToken);
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
            {
                // Perhaps under the other name.
            }
            catch (RpcException error)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new ProtoException(
                    $"asking the server for its services failed with grpc-status {GrpcStatusNames.Of(error.StatusCode)}: "
                        + $"{error.Status.Detail}; name the .proto file as proto:",
                    error);
            }
        }

        throw new ProtoException("the server has no reflection (grpc.reflection.v1 or v1alpha); name the .proto file as proto:");
    }

    private static async Task<RpcDescriptors> ReadAsync(
        CallInvoker invoker, string version, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var method = new Method<ReflectionQuestion, ReflectionAnswer>(
            MethodType.DuplexStreaming,
            version,
            "ServerReflectionInfo",
            Marshallers.Create(question => question.ToByteArray(), ReflectionQuestion.Parser.ParseFrom),
            Marshallers.Create(answer => answer.ToByteArray(), ReflectionAnswer.Parser.ParseFrom));
        using var call = invoker.AsyncDuplexStreamingCall(method, null, new CallOptions(cancellationToken: cancellationToken));
        var files = new Dictionary<string, (ByteString Bytes, FileDescriptorProto File)>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            var answer = await AskAsync(call, new ReflectionQuestion { FileContainingSymbol = service });
            if (answer.DescribedFiles is null)
            {
                var known = (await AskAsync(call, new ReflectionQuestion { ListServices = "*" })).DescribedServices?.Service
                    .Select(one => one.Name) ?? [];
                throw new ProtoException($"the server has no service {service}; it has {string.Join(", ", known)}");
            }

            Take(answer.DescribedFiles, files);
        }

        while (MissingIn(files) is { } missing)
        {
            if (EverybodysOwn.FirstOrDefault(file => file.Name == missing) is { } own)
            {
                files[missing] = (own.SerializedData, own.ToProto());
                continue;
            }

            var answer = await AskAsync(call, new ReflectionQuestion { FileByFilename = missing });
            Take(answer.DescribedFiles, files);
            if (!files.ContainsKey(missing))
            {
                throw new ProtoException($"the server's reflection does not give the file {missing}; name the .proto file as proto:");
            }
        }

        await call.RequestStream.CompleteAsync();
        return RpcDescriptors.Of(files.Values.Select(file => file.Bytes));
    }

    private static async Task<ReflectionAnswer> AskAsync(
        AsyncDuplexStreamingCall<ReflectionQuestion, ReflectionAnswer> call, ReflectionQuestion question)
    {
        try
        {
            await call.RequestStream.WriteAsync(question);
        }
        catch (InvalidOperationException)
        {
            // The call is over; reading says how.
        }

        return await call.ResponseStream.MoveNext(CancellationToken.None)
            ? call.ResponseStream.Current
            : throw new ProtoException("the server ended its reflection without an answer; name the .proto file as proto:");
    }

    private static void Take(DescribedFiles? described, Dictionary<string, (ByteString Bytes, FileDescriptorProto File)> files)
    {
        foreach (var bytes in described?.File ?? [])
        {
            var file = FileDescriptorProto.Parser.ParseFrom(bytes);
            files[file.Name] = (bytes, file);
        }
    }

    private static string? MissingIn(Dictionary<string, (ByteString Bytes, FileDescriptorProto File)> files) =>
        files.Values.SelectMany(file => file.File.Dependency).FirstOrDefault(import => !files.ContainsKey(import));
}
