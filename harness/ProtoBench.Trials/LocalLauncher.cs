using System.Diagnostics;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>Starts the sides of trials on this machine.</summary>
internal sealed class LocalLauncher : ILauncher
{
    /// <summary>Why a trial does not start whose form of the code is missing: the other one would be measured under its name.</summary>
    public const string NotNative =
        "this trial was planned with sides that were compiled ahead of time, and the build has none any more: build anew, or plan anew";

    private LocalLauncher()
    {
    }

    public static LocalLauncher Instance { get; } = new();

    public bool IsLocal => true;

    public Place Server { get; } = new();

    public Place Client => Server;

    public Task ReadyAsync(string? executable, CancellationToken cancellationToken) => Task.CompletedTask;

    public ProcessorSplit Processors(Pinning pinning) =>
        ProcessorSplit.Of(pinning, ProcessorSplit.ParseList(ProcessProbe.Processors()));

    public Launch Launch(Place place, ChildCommand command)
    {
        var program = Executables.PeerOf(command.Executable, command.Runtime.Code)
            ?? throw new TrialFailedException(NotNative);
        if (!File.Exists(program))
        {
            throw new TrialFailedException($"{program}, which plays the sides of a trial, is missing; build anew");
        }

        // taskset and nsenter replace themselves by the program, so the process id is the program's. The mask must be there before .NET
        // starts: the runtime sizes its heaps and pools by it.
        string[] pin = command.Processors is null ? [] : ["taskset", "-c", command.Processors];
        string[] words = [.. command.Enter, .. pin, program, command.Role, ChildCommand.Stdio];
        var start = new ProcessStartInfo(words[0], words[1..]);
        var oneProcessor = command.Processors is not null && ProcessorSplit.ParseList(command.Processors).Count == 1;
        foreach (var (name, value) in PeerEnvironment.Of(command.Runtime, oneProcessor))
        {
            start.Environment[name] = value;
        }

        return new Launch(start, ProcessEnd.Describe);
    }

    // Nothing is held here.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
