using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Model.Results.Pairs;

namespace ProtoBench.Commands;

/// <summary>What a server command must have in it, and what its server must answer.</summary>
internal static class ForeignCommand
{
    /// <summary>For the help of <c>ab</c>.</summary>
    public const string Answers =
        "A server of your own is ready when it accepts a connection, and must answer every exchange of the scenario. http1 and http2 "
            + "(plaintext, prior knowledge): POST /x?r=64 with a body "
        + "of 64 bytes (GET when the request has 0) is answered with 200 and 64 bytes, whatever they are; a close it announces "
            + "(Connection: close, GOAWAY) is reopened. websocket: a binary "
        + "message of one byte 1, the length of the response (4 bytes, little endian) and the payload is answered with one binary "
            + "message of that length. grpc: "
        + "protobench.v1.Bench/Exchange of protobench.proto. tcp and unix: 4 bytes payload length, 4 bytes 0x10000000 + response "
            + "length (little endian), payload; answered with 4 bytes length "
        + "and payload. It may stay in the foreground or go to the background; everything it started is ended with it.";

    /// <summary>Refuses a command that does not learn where to listen: nobody could connect to it.</summary>
    /// <exception cref="UsageException">A cell's protocol needs a placeholder that the command lacks.</exception>
    public static void Check(PairSide side, string option)
    {
        if (side.ServerCommand is not { } command)
        {
            return;
        }

        foreach (var cell in side.Cells.Where(cell => cell.Runs))
        {
            var needed = PlaceholderOf(ArmEndpoint.TraitsOf(cell.Arm));
            if (!command.Contains(needed, StringComparison.Ordinal))
            {
                throw new UsageException(
                    $"{option} 'cmd:{command}' has no {needed} in it, so its server cannot know where {cell.Arm.Label} will look for "
                        + $"it: write {needed} where it takes its "
                    + (needed == "{socket}" ? "socket's path" : "port, such as 'cmd:my-server --port {port}'"));
            }
        }
    }

    private static string PlaceholderOf(ProtocolTraits traits) => traits.LocalOnly ? "{socket}" : "{port}";
}
