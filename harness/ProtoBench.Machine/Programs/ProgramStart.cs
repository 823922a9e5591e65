using System.Runtime.InteropServices;
using System.Text;
using ProtoBench.Native;

namespace ProtoBench.Machine.Programs;

/// <summary>
/// A program with its words, environment and folder, laid out once so that it can be started again and again at the price of posix_spawn
/// alone: about 0.3 ms less than System.Diagnostics.Process, whose reaper would also take the child's resource usage away. Each start is
/// the leader of a session of its own; of our descriptors it gets its output alone, and nothing to read.
/// </summary>
internal sealed unsafe class ProgramStart : IDisposable
{
    private const int WriteOnly = 1;
    private readonly string _path;
    private readonly List<nint> _memory = [];
    private readonly byte* _file;
    private readonly byte** _words;
    private readonly byte** _environment;
    private readonly byte* _actions;
    private readonly byte* _attributes;

    /// <param name="path">The file to run.</param>
    /// <param name="words">With the name it is called by as the first.</param>
    /// <param name="environment">All of it.</param>
    /// <param name="folder">It starts there; null: in ours.</param>
    /// <param name="output">Descriptor for both its outputs; null: they go nowhere.</param>
    public ProgramStart(
        string path,
        IEnumerable<string> words,
        IEnumerable<KeyValuePair<string, string>> environment,
        string? folder,
        int? output)
        : this(path, words, environment, folder)
    {
        Check(LibcSpawn.AddOpen(_actions, 0, "/dev/null", 0, 0));
        if (output is { } descriptor)
        {
            Check(LibcSpawn.AddDuplicate(_actions, descriptor, 1));
        }
        else
        {
            Check(LibcSpawn.AddOpen(_actions, 1, "/dev/null", WriteOnly, 0));
        }

        Check(LibcSpawn.AddDuplicate(_actions, 1, 2));
    }

    private ProgramStart(
        string path, IEnumerable<string> words, IEnumerable<KeyValuePair<string, string>> environment, string? folder)
    {
        _path = path;
        _file = Text(path);
        _words = Texts(words);
        _environment = Texts(environment.Select(one => $"{one.Key}={one.Value}"));
        _actions = Allocate(LibcSpawn.ObjectBytes);
        _attributes = Allocate(LibcSpawn.ObjectBytes);
        Check(LibcSpawn.InitialiseActions(_actions));
        Check(LibcSpawn.InitialiseAttributes(_attributes));
        Check(LibcSpawn.SetFlags(
            _attributes, LibcSpawn.NewSession | LibcSpawn.SetDefaultSignals | LibcSpawn.SetSignalMask));

        // .NET ignores SIGPIPE, and what is ignored stays ignored in a new program (execve(2)).
        var signals = Allocate(LibcSpawn.SignalSetBytes);
        Check(LibcSpawn.SetMask(_attributes, signals));
        const int Pipe = LibcProcesses.SignalPipe - 1;
        signals[Pipe / 8] = 1 << (Pipe % 8);
        Check(LibcSpawn.SetDefaults(_attributes, signals));
        if (folder is not null)
        {
            Check(LibcSpawn.AddFolder(_actions, folder));
        }
    }

    /// <summary>A program that lives beside this process and is spoken to over its input and output; its errors are ours.</summary>
    public static ProgramStart Companion(string path, IEnumerable<string> words, int input, int output)
    {
        var start = new ProgramStart(path, words, ProgramEnvironment.OfThisProcess(), folder: null);
        start.Check(LibcSpawn.AddDuplicate(start._actions, input, 0));
        start.Check(LibcSpawn.AddDuplicate(start._actions, output, 1));
        return start;
    }

    /// <summary>Starts it.</summary>
    /// <returns>Its process id, which is that of its session and group as well; it is ours to reap.</returns>
    /// <exception cref="IOException">The kernel refused; the message has the reason.</exception>
    public int Start()
    {
        var error = LibcSpawn.Spawn(out var processId, _file, _actions, _attributes, _words, _environment);
        return error == 0
            ? processId
            : throw new IOException($"{_path} could not be started: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    public void Dispose()
    {
        if (_memory.Count > 0)
        {
            _ = LibcSpawn.DestroyActions(_actions);
            _ = LibcSpawn.DestroyAttributes(_attributes);
            _memory.ForEach(memory => NativeMemory.Free((void*)memory));
            _memory.Clear();
        }
    }

    private byte** Texts(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        var pointers = (byte**)Allocate((all.Count + 1) * sizeof(byte*));
        for (var i = 0; i < all.Count; i++)
        {
            pointers[i] = Text(all[i]);
        }

        return pointers;
    }

    private byte* Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var memory = Allocate(bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return memory;
    }

    private byte* Allocate(int bytes)
    {
        var memory = (byte*)NativeMemory.AllocZeroed((nuint)bytes);
        _memory.Add((nint)memory);
        return memory;
    }

    private void Check(int error)
    {
        if (error != 0)
        {
            throw new IOException($"{_path} cannot be started as asked: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }
}
