using System.ComponentModel;
using System.Runtime.InteropServices;
using ProtoBench.Links;
using ProtoBench.Links.Certification;
using ProtoBench.Machine;

namespace ProtoBench.Commands.Links;

/// <summary><c>protobench link run PROFILE -- COMMAND...</c>: any program inside an emulated network, then what the link did.</summary>
internal static class LinkRunCommand
{
    // As shells: 128 plus the number of SIGTERM; 127 for a program that cannot be started.
    private const int Terminated = 143;
    private const int NotStarted = 127;

    private static readonly TimeSpan ServerStart = TimeSpan.FromSeconds(5);

    /// <summary>Exit code of the command.</summary>
    public static int Run(LinkRunArguments arguments) => LinkStart.With(arguments.Profile, profile =>
    {
        using var link = EmulatedLink.Start(profile, arguments.Options);
        Console.Error.WriteLine(LinkText.Banner(link));
        using var children = new LinkChildren();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, children));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, children));
        int exitCode;
        try
        {
            exitCode = RunBoth(arguments, link, children);
        }
        catch (Win32Exception error)
        {
            Console.Error.WriteLine($"protobench: {error.Message}");
            return NotStarted;
        }

        Console.Error.WriteLine(LinkText.Summary(link.Statistics()));
        foreach (var objection in LatenessCheck.Objections(profile, link.Statistics()))
        {
            Console.Error.WriteLine($"warning: {objection}");
        }

        return children.WasStopped ? Terminated : exitCode;
    });

    private static int RunBoth(LinkRunArguments arguments, EmulatedLink link, LinkChildren children)
    {
        if (arguments.ServerCommand is { } server)
        {
            // What the server prints must not mix with the command's own output, which may be piped on.
            var serving = children.Start(link.Server, ["sh", "-c", "exec 1>&2; exec sh -c \"$1\"", "sh", server]);
            var limit = MachineLoad.Read().Stretch(ServerStart);
            var listens = ListeningSockets.Await(link.Server, limit, () => serving.HasExited);
            if (!listens && serving.HasExited && serving.ExitCode != 0)
            {
                Console.Error.WriteLine($"protobench: the server command ended with exit code {serving.ExitCode} before it listened, "
                    + $"so the program was not started: {server}");
                return NotStarted;
            }

            if (!listens)
            {
                Console.Error.WriteLine($"warning: the server command "
                    + $"{(serving.HasExited ? "ended" : $"does not listen after {limit.TotalSeconds:0} s")}; the program is started "
                        + $"all the same: {server}");
            }
        }

        var shell = Environment.GetEnvironmentVariable("SHELL") ?? "/bin/sh";
        var client = children.Start(link.Client, arguments.Command.Count > 0 ? arguments.Command : [shell]);
        client.WaitForExit();
        return client.ExitCode;
    }

    private static void Stop(PosixSignalContext context, LinkChildren children)
    {
        // Ending here would skip the summary and the recording's last blocks; killing the children ends the wait instead.
        context.Cancel = true;
        children.Stop();
    }
}
