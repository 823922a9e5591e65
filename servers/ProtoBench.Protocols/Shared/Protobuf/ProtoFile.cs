extern alias ProtobufNet;
extern alias ProtobufText;

using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Serializer = ProtobufNet::ProtoBuf.Serializer;
using TextFiles = ProtobufText::Google.Protobuf.Reflection.FileDescriptorSet;

namespace ProtoBench.Protocols.Shared.Protobuf;

/// <summary>Reads <c>.proto</c> files without protoc: protobuf-net parses the text, and Google's library gets the descriptors.</summary>
public static class ProtoFile
{
    // One file with a mistake at its top has one in every line; the first ones say what there is to say.
    private const int MostFaults = 3;

    /// <summary>Reads a file and what it imports.</summary>
    /// <param name="path">Imports lie beside it, in <paramref name="roots"/>, or are Google's own.</param>
    /// <param name="roots">Further folders that imports are relative to. Default none.</param>
    /// <exception cref="ProtoException">It cannot be read; the message names the file and line.</exception>
    [UnconditionalSuppressMessage(
        "AOT", "IL3050", Justification = "only the command reads .proto files, and it is not compiled ahead of time; peers get descriptors")]
    public static RpcDescriptors Read(string path, params IEnumerable<string> roots)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new ProtoException($"there is no file {path}");
        }

        var files = new TextFiles();
        files.AddImportPath(Path.GetDirectoryName(full)!);
        foreach (var root in roots)
        {
            files.AddImportPath(Path.GetFullPath(root));
        }

        if (!files.Add(Path.GetFileName(full), includeInOutput: true))
        {
            throw new ProtoException($"{path} cannot be opened");
        }

        files.Process();
        var faults = files.GetErrors().Where(error => error.IsError).Select(
            error => $"{error.File}({error.LineNumber},{error.ColumnNumber}): {error.Message}").Distinct().ToList();
        if (faults.Count > 0)
        {
            var more = faults.Count > MostFaults ? $"; and {faults.Count - MostFaults} more" : "";
            throw new ProtoException($"{path} has mistakes: {string.Join("; ", faults.Take(MostFaults))}{more}");
        }

        return RpcDescriptors.Of(files.Files.Select(file =>
        {
            using var bytes = new MemoryStream();
            Serializer.Serialize(bytes, file);
            return ByteString.CopyFrom(bytes.ToArray());
        }));
    }
}
