using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>
/// An anonymous network namespace with a thread that lives in it. Namespaces belong to threads: only work handed to <see cref="Run"/> sees
/// this one, and the rest of the process, with its thread pool, stays where it was. Nothing is mounted, so nothing is left when the process
/// ends in any way.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private int _descriptor = -1;

    /// <exception cref="LinkUnavailableException">The kernel does not let this user make network namespaces.</exception>
    public NetworkNamespace(string name)
    {
        Name = name;
        var entered = new TaskCompletionSource();
        _thread = new Thread(() => Live(entered)) { Name = $"namespace {name}", IsBackground = true };
        _thread.Start();
        entered.Task.GetAwaiter().GetResult();
    }

    /// <summary>The side of the link, for messages.</summary>
    public string Name { get; }

    /// <summary>Keeps the namespace alive, and lets others enter it as <c>/proc/PID/fd/N</c>.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Path under which another process can enter, while this one lives.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_descriptor}";

    /// <summary>Runs work on the namespace's thread and waits for it. Sockets it opens belong to the namespace for good.</summary>
    public T Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>();
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // Not swallowed: the exception is thrown again on the caller's thread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                done.SetException(error);
            }
        });
        try
        {
            return done.Task.Result;
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
            throw;
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Action work) => Run(() =>
    {
        work();
        return 0;
    });

    /// <summary>
    /// Starts a program inside. It is forked from the namespace's thread, so it is inside from its first instruction, and a parent-death
    /// signal set by it is tied to that thread, which lives as long as this object.
    /// </summary>
    public Process Start(ProcessStartInfo start) =>
        Run(() => Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start."));

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _ = Libc.Close(_descriptor);
        _work.Dispose();
    }

    private void Live(TaskCompletionSource entered)
    {
        try
        {
            Enter();
        }
        catch (LinkUnavailableException error)
        {
            entered.SetException(error);
            return;
        }

        entered.SetResult();
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }

    private void Enter()
    {
        if (LibcProcesses.Unshare(LibcProcesses.CloneNewNet) < 0)
        {
            throw LinkUnavailableException.OfLastCall(
                "making a network namespace",
                "run as root, or let users make user namespaces (sysctl user.max_user_namespaces above 0, "
                    + "kernel.apparmor_restrict_unprivileged_userns=0); "
                + "in a container add `--cap-add SYS_ADMIN --cap-add NET_ADMIN --device /dev/net/tun`");
        }

        _descriptor = Libc.Open("/proc/thread-self/ns/net", Libc.OpenCloseOnExec);
        if (_descriptor < 0)
        {
            throw LinkUnavailableException.OfLastCall("opening the namespace's handle", "/proc must be mounted");
        }

        NetworkInterface.Configure("lo");
        SetSystemControls();
    }

    private static void SetSystemControls()
    {
        // Cached metrics (RFC 9040) would couple a trial to the ones before it.
        WriteWherePresent("/proc/sys/net/ipv4/tcp_no_metrics_save", "1");
        // A namespace inherits no ping range: without it an ordinary user's ping fails inside.
        WriteWherePresent("/proc/sys/net/ipv4/ping_group_range", "0 0");
        // No router solicitations or generated link-local addresses: each would be a packet of the link that no trial sent.
        WriteWherePresent("/proc/sys/net/ipv6/conf/default/router_solicitations", "0");
        WriteWherePresent("/proc/sys/net/ipv6/conf/default/accept_ra", "0");
        WriteWherePresent("/proc/sys/net/ipv6/conf/default/addr_gen_mode", "1");
    }

    private static void WriteWherePresent(string path, string value)
    {
        if (File.Exists(path))
        {
            File.WriteAllText(path, value);
        }
    }
}
