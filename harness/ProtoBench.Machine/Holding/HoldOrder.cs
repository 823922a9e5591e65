using System.Globalization;
using System.Text;

namespace ProtoBench.Machine.Holding;

/// <summary>What a <see cref="CommandHolder"/> is to hold, in lines on its standard input.</summary>
internal sealed record HoldOrder
{
    private const string Nothing = "-";

    /// <summary>For <c>/bin/sh</c>.</summary>
    public required string Command { get; init; }

    /// <summary>As <c>taskset -c</c> takes them; null: all.</summary>
    public string? Processors { get; init; }

    /// <summary>Number of the signal that asks for the end. Default SIGTERM.</summary>
    public int StopSignal { get; init; } = ProcessCalls.Terminate;

    /// <summary>What shows that the command is ready; null: nobody asks.</summary>
    public ReadinessProbe? Probe { get; init; }

    public void Write(TextWriter output)
    {
        foreach (var line in new[]
        {
            Processors ?? Nothing,
            StopSignal.ToString(CultureInfo.InvariantCulture),
            Probe is null ? Nothing : Encode(Probe.ToText()),
            Encode(Command),
        })
        {
            output.Write(line + "\n");
        }

        output.Flush();
    }

    /// <summary>Null when the input ends before the order does.</summary>
    public static HoldOrder? Read(TextReader input)
    {
        if (input.ReadLine() is not { } processors
            || input.ReadLine() is not { } signal
            || input.ReadLine() is not { } probe
            || input.ReadLine() is not { } command)
        {
            return null;
        }

        return new HoldOrder
        {
            Command = Decode(command),
            Processors = processors == Nothing ? null : processors,
            StopSignal = int.Parse(signal, CultureInfo.InvariantCulture),
            Probe = probe == Nothing ? null : ReadinessProbe.FromText(Decode(probe)),
        };
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
