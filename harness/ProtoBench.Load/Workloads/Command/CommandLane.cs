using ProtoBench.Machine.Programs;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Command;

/// <summary>One place for a run: its folder, its output, and what is started in it. One thread at a time.</summary>
internal sealed class CommandLane : IDisposable
{
    private readonly ClientSide _client;
    private readonly string _folder;
    private readonly TimeSpan _limit;
    private readonly ProgramRunner _runner;
    private readonly List<ProgramStart> _starts = [];
    private readonly ProgramStart _program;
    private readonly ProgramStart? _prepare;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string _workingFolder;
    private readonly CommandLine _line;

    /// <param name="client">With the server's places filled in.</param>
    /// <param name="places">The rest of them; the folder is made.</param>
    /// <param name="limit">How long a run may take, and its preparation.</param>
    /// <param name="stop">Readable when everything is given up.</param>
    /// <param name="marks">Assignments that tell what is started here: of all lanes, and of this one.</param>
    /// <exception cref="ProgramException">The program is not there.</exception>
    public CommandLane(ClientSide client, ClientPlaces places, TimeSpan limit, int stop, IReadOnlyList<KeyValuePair<string, string>> marks)
    {
        _client = ClientPlaceholders.Fill(client, places);
        _folder = places.Folder!;
        _limit = limit;
        Directory.CreateDirectory(_folder);
        _workingFolder = client.Folder ?? _folder;
        _environment = ProgramEnvironment.For([.. _client.Environment ?? new Dictionary<string, string>(), .. marks]);
        _line = CommandLine.Of(_client.Command, _workingFolder);
        _runner = new ProgramRunner(stop, $"{marks[^1].Key}={marks[^1].Value}");
        _program = Prepared(_line);
        _prepare = _client.Prepare is { } prepare ? Prepared(CommandLine.Through(prepare)) : null;
    }

    /// <summary>Its runs so far that completed, warm-up included. Written by the lane's thread.</summary>
    public long Completed { get; set; }

    /// <summary>Those of the window.</summary>
    public long CompletedInWindow { get; set; }

    /// <summary>When the last run of the window ended; 0: there was none.</summary>
    public long LastEnd { get; set; }

    /// <summary>Empties the folder and runs what is to be run before, untimed.</summary>
    /// <exception cref="ProgramException">That did not succeed.</exception>
    public void Prepare()
    {
        ProgramFolder.Empty(_folder);
        if (_prepare is not null && Run(_prepare) is { GivenUp: false } end && (end.Status != 0 || end.Overdue))
        {
            throw new ProgramException($"what client '{_client.Name}' prepares {How(end)}");
        }
    }

    /// <summary>Runs the program once.</summary>
    /// <exception cref="ProgramException">It could not be started.</exception>
    public ProgramEnd Run() => Run(_program);

    /// <summary>The same for its own use of memory, which is otherwise hidden behind ours.</summary>
    /// <param name="companion">A child of ours that is not to be mistaken for it.</param>
    public ProgramEnd RunAlone(int companion) => _line.Forked is { } forked
        ? Guarded(() => _runner.RunForked(Prepared(forked), _limit, companion))
        : Run() with { PeakBytes = 0 };

    /// <summary>What starting an empty program in the same way takes, in microseconds: the median of some.</summary>
    public double StartMicroseconds(int times)
    {
        var empty = Prepared(_line.Empty);
        return CommandFigures.Median([.. Enumerable.Range(0, times).Select(_ => Run(empty).Nanoseconds / 1e3)]);
    }

    /// <summary>Why the last run was none that counts, as a clause; null: it succeeded.</summary>
    public string? WhyNot(ProgramEnd end) =>
        end.Overdue || !_client.Expected.Contains(end.Status) ? $"client '{_client.Name}' {How(end)}" : null;

    /// <summary>What the last run wrote: both ends of it.</summary>
    public string Written => _runner.Written.Text();

    public void Dispose()
    {
        _runner.Dispose();
        _starts.ForEach(start => start.Dispose());
    }

    private string How(ProgramEnd end)
    {
        var said = LastWords.Of(_runner.Written.Last()) is { } words ? $"; its last words: '{words}'" : "; it wrote nothing";
        return (end switch
        {
            { Overdue: true } => FormattableString.Invariant(
                $"had not ended after {_limit.TotalSeconds:0.###} s and was killed, with all that it had started"),
            { Status: < 0 } => $"was ended by signal {-end.Status}",
            { Status: 126 } when _line.InShell => "ended with exit code 126 (its program may not be executed)",
            { Status: 127 } when _line.InShell => "ended with exit code 127 (its program was not found)",
            _ => $"ended with exit code {end.Status}",
        }) + said;
    }

    private ProgramEnd Run(ProgramStart start) => Guarded(() => _runner.Run(start, _limit));

    private ProgramEnd Guarded(Func<ProgramEnd> run)
    {
        try
        {
            return run();
        }
        catch (IOException error) when (error is not ProgramException)
        {
            throw new ProgramException($"client '{_client.Name}': {error.Message}", error);
        }
    }

    private ProgramStart Prepared(CommandLine line)
    {
        var start = new ProgramStart(line.Path, line.Words, _environment, _workingFolder, _runner.Output);
        _starts.Add(start);
        return start;
    }
}
