using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ProtoBench.Protocols.Shared.Protobuf;

/// <summary>The services of some <c>.proto</c> files and their messages.</summary>
public sealed class RpcDescriptors
{
    private readonly IReadOnlyList<FileDescriptor> _files;

    private RpcDescriptors(IReadOnlyList<FileDescriptor> files) => _files = files;

    /// <summary>Every method, as <c>package.Service/Method</c>.</summary>
    public IEnumerable<string> Methods => _files.SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(NameOf);

    /// <summary>Of files in protobuf's own form (<c>FileDescriptorProto</c>), in any order.</summary>
    /// <exception cref="ProtoException">One is missing or does not fit the others.</exception>
    public static RpcDescriptors Of(IEnumerable<ByteString> files)
    {
        var byName = new Dictionary<string, (ByteString Bytes, IReadOnlyList<string> Imports)>(StringComparer.Ordinal);
        foreach (var bytes in files)
        {
            var file = FileDescriptorProto.Parser.ParseFrom(bytes);
            byName[file.Name] = (bytes, file.Dependency);
        }

        var ordered = new List<ByteString>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in byName.Keys)
        {
            Add(name, byName, done, ordered);
        }

        try
        {
            return new RpcDescriptors(FileDescriptor.BuildFromByteStrings(ordered));
        }
        catch (Exception error) when (error is DescriptorValidationException or ArgumentException)
        {
            throw new ProtoException($"the descriptions of the service do not fit together: {error.Message}", error);
        }
    }

    /// <summary>The method of that name.</summary>
    /// <param name="rpc"><c>package.Service/Method</c>.</param>
    /// <exception cref="ProtoException">There is none.</exception>
    public MethodDescriptor Find(string rpc)
    {
        var wanted = rpc.TrimStart('/');
        return _files.SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .FirstOrDefault(method => NameOf(method) == wanted)
            ?? throw new ProtoException(Methods.Any()
                ? $"there is no method {wanted}; there are {string.Join(", ", Methods)}"
                : $"there is no method {wanted}, and no service at all");
    }

    /// <summary>The message type of a full name; null: there is none here.</summary>
    internal MessageDescriptor? FindMessage(string fullName) =>
        _files.SelectMany(file => file.MessageTypes).SelectMany(WithNested).FirstOrDefault(type => type.FullName == fullName);

    private static string NameOf(MethodDescriptor method) => $"{method.Service.FullName}/{method.Name}";

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    // Google's library wants every file after those that it imports.
    private static void Add(
        string name,
        Dictionary<string, (ByteString Bytes, IReadOnlyList<string> Imports)> files,
        HashSet<string> done,
        List<ByteString> ordered)
    {
        if (!done.Add(name))
        {
            return;
        }

        if (!files.TryGetValue(name, out var file))
        {
            throw new ProtoException($"the file {name} is imported and missing");
        }

        foreach (var import in file.Imports)
        {
            Add(import, files, done, ordered);
        }

        ordered.Add(file.Bytes);
    }
}
