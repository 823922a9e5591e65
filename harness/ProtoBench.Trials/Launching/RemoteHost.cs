using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Trials.Launching;

/// <summary>A host that sides run on: what it said of itself, and which builds lie there.</summary>
internal sealed class RemoteHost(Host host, IHostShell shell)
{
    // A slow login shell takes seconds; copying the runtime over a slow line a minute.
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(5);

    // Over three seconds: moving a folder aside and another into its place takes milliseconds.
    private const int LooksAtCopy = 4;

    // What the host of .NET says where there is no .NET, or not this one: StatusCode.CoreHostLibMissingFailure and FrameworkMissingFailure
    // of its error_codes.h, cut to eight bits.
    private static readonly int[] NoRuntime = [0x83, 0x96];

    // One at a time: the homes of hosts may be one file system.
    private static readonly SemaphoreSlim Copying = new(1);

    private readonly Dictionary<string, StagedBuild> _builds = new(StringComparer.Ordinal);

    public string Name => host.Name;

    /// <summary>What it said of itself; before it is ready, nothing.</summary>
    public HostFacts Facts { get; private set; } = new();

    /// <summary>What the build that was copied there said of itself; null before it did.</summary>
    public Hello? Introduction { get; private set; }

    /// <summary>What it is in full; null before it has told, and from builds that do not tell.</summary>
    public Fingerprint? Machine { get; private set; }

    /// <summary>What else it did when it was first ready; null: it did not tell.</summary>
    public MachineState? Before { get; private set; }

    /// <summary>Did the runtime of .NET have to be copied there too? Known when it is ready.</summary>
    public bool LacksRuntime => _builds.Values.Any(build => build.Runtime is not null);

    public Place Place => new(host.Name, host.Address ?? (Facts.Address.Length > 0 ? Facts.Address : null), host.Ports);

    /// <summary>Completes when a build can be started there.</summary>
    /// <exception cref="TrialFailedException">The host is out of reach or cannot run it; the message says why.</exception>
    public async Task ReadyAsync(string? executable, CancellationToken cancellationToken)
    {
        if (await shell.OpenAsync(host.Name, cancellationToken).ConfigureAwait(false))
        {
            // It may have been started anew meanwhile, and lost what lay there.
            _builds.Clear();
            await ProbeAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!_builds.ContainsKey(executable ?? ""))
        {
            _builds[executable ?? ""] = await StageAsync(executable, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What a build can play there; null from builds that do not tell, and where it is not ready.</summary>
    /// <param name="executable">Its command; null: this one's.</param>
    public PeerCapabilities? Can(string? executable) => _builds.GetValueOrDefault(executable ?? "")?.Capabilities;

    /// <summary>The command that starts a side there.</summary>
    /// <exception cref="TrialFailedException">The host cannot run that form of it.</exception>
    public Launch Launch(ChildCommand command)
    {
        var build = _builds[command.Executable ?? ""];
        return command.Runtime.Code == PeerCode.Aot && build.Native is null
            ? throw new TrialFailedException(
                build.WhyNotNative is { } why
                    ? $"{host.Name} cannot run what was compiled ahead of time ({why}): write runtime: {{ code: jit }}"
                    : LocalLauncher.NotNative)
            : new Launch(shell.Command(host.Name, Words(build, command)), code => shell.End(host.Name, code));
    }

    /// <summary>The shortest time that a command takes which does nothing; null where the host does not let it run.</summary>
    public async Task<TimeSpan?> NothingAsync(int times, CancellationToken cancellationToken)
    {
        TimeSpan? shortest = null;
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            var call = await HostCall.RunAsync(
                shell.Command(host.Name, ["true"]), $"'true' on {host.Name}", CallLimit, cancellationToken).ConfigureAwait(false);
            if (call.ExitCode != 0)
            {
                return null;
            }

            shortest = shortest is { } best && best < watch.Elapsed ? best : watch.Elapsed;
        }

        return shortest;
    }

    /// <summary>Asks it who it is.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var call = await CallAsync("probe", [], CallLimit, cancellationToken).ConfigureAwait(false);
        Facts = HostFacts.Parse(call.Output);
        if (call.ExitCode != 0 || Facts.Architecture.Length == 0)
        {
            throw new TrialFailedException($"{host.Name} did not say what it is: {Why(call)}");
        }

        if (Facts.Missing is { Count: > 0 } missing)
        {
            throw new TrialFailedException(
                $"{host.Name} lacks {string.Join(", ", missing)}; install coreutils, tar and util-linux there");
        }

        var own = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        if (Facts.Architecture != own)
        {
            throw new TrialFailedException(
                $"{host.Name} is a machine of the kind {Facts.Architecture} and this build is for {own}: run it from one of its kind");
        }
    }

    private async Task<StagedBuild> StageAsync(string? executable, CancellationToken cancellationToken)
    {
        var program = executable is null ? Executables.Peer : Executables.PeerOf(executable);
        if (!File.Exists(program))
        {
            throw new TrialFailedException($"{program}, which plays the sides of a trial, is missing; build anew");
        }

        var folder = StagedFolder.OfProgram(program);
        await CopyAsync(folder, cancellationToken).ConfigureAwait(false);
        var native = Executables.PeerOf(executable, PeerCode.Aot);
        var build = new StagedBuild(folder.Name, executable, Path.GetFileName(program), Path.GetFileName(native), Runtime: null);
        var call = await HelloAsync(build, cancellationToken).ConfigureAwait(false);
        if (NoRuntime.Contains(call.ExitCode) && StagedFolder.OfRuntime() is { } runtime)
        {
            await CopyAsync(runtime, cancellationToken).ConfigureAwait(false);
            build = build with { Runtime = runtime.Name };
            call = await HelloAsync(build, cancellationToken).ConfigureAwait(false);
        }

        Introduction = Accept(call, executable);
        if (native is not null
            && await HelloAsync(build, cancellationToken, PeerCode.Aot).ConfigureAwait(false) is { ExitCode: not 0 } refused)
        {
            // Such as one with an older glibc. It matters to who asks for that code, and to nobody else.
            build = build with { Native = null, WhyNotNative = Why(refused) };
        }

        Machine = Introduction.Machine ?? Machine;
        Before ??= Introduction.Load;
        return build with { Capabilities = Introduction.Capabilities };
    }

    /// <summary>Makes sure that a copy lies there, and is what it is called.</summary>
    private async Task CopyAsync(StagedFolder folder, CancellationToken cancellationToken)
    {
        if (await VerifyAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await Copying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await VerifyAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                await CopyAnewAsync(folder, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Copying.Release();
        }
    }

    private async Task CopyAnewAsync(StagedFolder folder, CancellationToken cancellationToken)
    {
        var copied = await CallAsync("receive", [folder.Name], CopyLimit, cancellationToken, folder.WriteAsync).ConfigureAwait(false);
        for (var look = 1; copied.ExitCode == 0 && look <= LooksAtCopy; look++)
        {
            if (await VerifyAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            // Another run that copies the same at this moment is just putting its own in this one's place.
            await Task.Delay(look * CallLimit / 100, cancellationToken).ConfigureAwait(false);
        }

        throw new TrialFailedException($"the build could not be copied to {host.Name}: {Why(copied)}");
    }

    private async Task<bool> VerifyAsync(StagedFolder folder, CancellationToken cancellationToken)
    {
        var call = await CallAsync(
            "verify",
            [folder.Name, folder.Count],
            CallLimit,
            cancellationToken,
            (input, token) => input.WriteAsync(Encoding.UTF8.GetBytes(folder.Sums), token).AsTask()).ConfigureAwait(false);
        return call.ExitCode == 0 && HostCall.LastLine(call.Output) == "same";
    }

    private Task<HostCall> HelloAsync(StagedBuild build, CancellationToken cancellationToken, PeerCode code = PeerCode.Jit)
    {
        var hello = new ChildCommand("hello", new RuntimeSettings { Code = code }, Processors: null, Enter: [], CallLimit, build.Of);
        return HostCall.RunAsync(
            shell.Command(host.Name, Words(build, hello)), $"asking the build on {host.Name} who it is", CallLimit, cancellationToken);
    }

    // A build that is not the one that was copied, or that this program cannot speak with, is found before it is measured.
    private Hello Accept(HostCall call, string? executable)
    {
        Hello? hello = null;
        try
        {
            hello = call.ExitCode == 0 ? ChildJson.Read(HostCall.LastLine(call.Output)) as Hello : null;
        }
        catch (FormatException)
        {
            // Told below.
        }

        if (hello is null)
        {
            throw new TrialFailedException($"{host.Name} cannot run the build: {Why(call)}");
        }

        if (PeerContract.WhyNot(hello.Version) is { } reason)
        {
            throw new TrialFailedException($"the build on {host.Name} {reason}");
        }

        if (executable is null && hello.Build is { } build && build != PeerBuild.Expected(Executables.Peer + ".dll"))
        {
            throw new TrialFailedException($"the build on {host.Name} is {build}, which is not the one that was copied there");
        }

        return hello;
    }

    private IReadOnlyList<string> Words(StagedBuild build, ChildCommand command) => HostScript.Command(
        "start",
        [
            build.Folder,
            command.Runtime.Code == PeerCode.Aot ? build.Native! : build.Peer,
            build.Runtime ?? "-",
            command.Role,
            ((int)Math.Ceiling(command.Lifetime.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
            command.Processors ?? "-",
            Facts.OwnPids ? "own" : "shared",
            .. PeerEnvironment.Of(
                command.Runtime,
                oneProcessor: ProcessorSplit.ParseList(command.Processors ?? Facts.Processors).Count == 1)
                .Select(variable => $"{variable.Key}={variable.Value}"),
        ]);

    private Task<HostCall> CallAsync(
        string verb,
        IReadOnlyList<string> words,
        TimeSpan limit,
        CancellationToken cancellationToken,
        Func<Stream, CancellationToken, Task>? input = null) => HostCall.RunAsync(
            shell.Command(host.Name, HostScript.Command(verb, words)), $"'{verb}' on {host.Name}", limit, cancellationToken, input);

    private string Why(HostCall call) =>
        call.Complaint.Length > 0 ? call.Complaint.TrimEnd('.') : $"the command {shell.End(host.Name, call.ExitCode)}";

    /// <summary>A build that lies on the host.</summary>
    /// <param name="Folder">Its folder.</param>
    /// <param name="Of">The command of the build; null: this one.</param>
    /// <param name="Peer">The program in it that plays sides.</param>
    /// <param name="Native">The same compiled ahead of time; null: it has none, or the host cannot run it.</param>
    /// <param name="Runtime">The folder of the runtime it runs on; null: one that the host has, or its own.</param>
    /// <param name="Capabilities">What it can play there, as it said; null: it did not.</param>
    /// <param name="WhyNotNative">Why what was compiled ahead of time does not start there; null: it does, or the build has none.</param>
    private sealed record StagedBuild(
        string Folder,
        string? Of,
        string Peer,
        string? Native,
        string? Runtime,
        PeerCapabilities? Capabilities = null,
        string? WhyNotNative = null);
}
