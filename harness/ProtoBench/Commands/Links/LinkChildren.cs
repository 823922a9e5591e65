using System.Diagnostics;
using ProtoBench.Links;
using ProtoBench.Links.Native;

namespace ProtoBench.Commands.Links;

/// <summary>Programs that run inside a link and end with it.</summary>
internal sealed class LinkChildren : IDisposable
{
    private readonly List<Process> _processes = [];
    private readonly Lock _gate = new();

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool WasStopped { get; private set; }

    /// <summary>Starts a program with this process's standard streams.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It does not exist or may not be run.</exception>
    public Process Start(NetworkNamespace side, IReadOnlyList<string> command)
    {
        // setpriv, of util-linux like unshare, arms the kernel to kill the program when the namespace's thread ends: also after a SIGKILL
        // of this process.
        var start = new ProcessStartInfo("setpriv") { UseShellExecute = false };
        start.ArgumentList.Add("--pdeathsig");
        start.ArgumentList.Add("KILL");
        start.ArgumentList.Add("--");
        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        UserNamespace.HideMarker(start);
        lock (_gate)
        {
            var process = side.Start(start);
            _processes.Add(process);
            return process;
        }
    }

    /// <summary>Kills all of them with what they started.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            WasStopped = true;
            KillAll();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            KillAll();
            foreach (var process in _processes)
            {
                process.WaitForExit();
                process.Dispose();
            }
        }
    }

    private void KillAll()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
