using System.Diagnostics;
using ProtoBench.Protocols.Tests.Quic;
using Xunit.Abstractions;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>A gRPC implementation of somebody else, and how its script is started. Its text names the failing case.</summary>
public sealed class ForeignGrpc : IXunitSerializable
{
    // Debian's python3-grpcio belongs to the system's Python, which another Python on the PATH may hide.
    private const string Python = "/usr/bin/python3";

    private static readonly string? NodeFolder = FindNodeFolder();
    private static readonly Lazy<string?> PythonLacks = new(FindWhatPythonLacks);
    private static readonly Lazy<string?> NodeLacks = new(FindWhatNodeLacks);

    private string _name = "";

    /// <summary>gRPC's C core under Python, and grpc-js.</summary>
    public static IReadOnlyList<ForeignGrpc> All { get; } = [new() { _name = "grpcio" }, new() { _name = "grpc-js" }];

    /// <summary>Why it cannot run here, or null when it can.</summary>
    public string? MissingReason => IsPython ? PythonLacks.Value : NodeLacks.Value;

    private bool IsPython => _name == "grpcio";

    public Process Start(string role, IEnumerable<string> arguments)
    {
        var start = IsPython
            ? new ProcessStartInfo(Python, [PythonScript(), role, .. arguments])
            : new ProcessStartInfo("node", [NodeScript(), role, Proto(), .. arguments]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }

    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(_name), _name);

    public void Deserialize(IXunitSerializationInfo info) => _name = info.GetValue<string>(nameof(_name));

    public override string ToString() => _name;

    private static string PythonScript() => Path.Combine(AppContext.BaseDirectory, "Grpc", "grpc_peer.py");

    private static string NodeScript() => Path.Combine(NodeFolder!, "grpc_peer.cjs");

    private static string Proto() => Path.Combine(NodeFolder!, "..", "..", "ProtoBench.Protocols", "Grpc", "protobench.proto");

    private static string? FindWhatPythonLacks()
    {
        const string Remedy = "apt install python3-grpcio python3-protobuf";
        if (!File.Exists(Python))
        {
            return $"there is no {Python}; {Remedy}";
        }

        using var process = Process.Start(
            new ProcessStartInfo(Python, ["-c", "import grpc, google.protobuf"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{Python} has no grpc or no google.protobuf; {Remedy}";
    }

    private static string? FindWhatNodeLacks() =>
        NodeFolder is { } folder
        && Directory.Exists(Path.Combine(folder, "node_modules", "@grpc", "grpc-js"))
        && ForeignProgram.Find("node") is not null
            ? null
            : "needs node and the npm package @grpc/grpc-js: run npm ci in servers/ProtoBench.Protocols.Tests/Foreign";

    private static string? FindNodeFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "Foreign");
            if (File.Exists(Path.Combine(candidate, "grpc_peer.cjs")))
            {
                return candidate;
            }
        }

        return null;
    }
}
