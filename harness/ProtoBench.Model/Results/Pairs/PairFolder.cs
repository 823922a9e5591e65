using System.Text.Json;

namespace ProtoBench.Model.Results.Pairs;

/// <summary>The folder of one interleaved comparison. A finished pair is on the disk before the next one starts.</summary>
public sealed class PairFolder
{
    public const string HeaderFile = "ab.json";
    public const string PairsFile = "pairs.jsonl";

    private PairFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Is this the folder of an interleaved comparison, and not of a run?</summary>
    public static bool IsOne(string path) => File.Exists(System.IO.Path.Combine(path, HeaderFile));

    /// <summary>Makes a new folder and writes what is known before the first pair.</summary>
    /// <exception cref="IOException">It holds results already, or cannot be written.</exception>
    public static PairFolder Create(string path, PairRun run)
    {
        Directory.CreateDirectory(path);
        if (IsOne(path) || File.Exists(System.IO.Path.Combine(path, RunFolder.PlanFile)))
        {
            throw new IOException($"{path} holds results already; choose another folder");
        }

        var folder = new PairFolder(path);
        folder.WriteWhole(
            RunFolder.FingerprintFile, writer => writer.Write(JsonSerializer.Serialize(run.Fingerprint, ResultJson.Indented.Fingerprint)));
        folder.WriteWhole(PairsFile, _ => { });
        folder.WriteWhole(HeaderFile, writer => writer.Write(JsonSerializer.Serialize(run.Header, PairJson.Indented.PairHeader)));
        return folder;
    }

    /// <summary>Reads everything back. A last line that was cut off by a kill is left out: that pair had not finished.</summary>
    /// <exception cref="IOException">A file is missing or not of this format.</exception>
    public static PairRun Read(string path)
    {
        var header = FolderFiles.Read(In(HeaderFile), PairJson.Default.PairHeader);
        if (header.FormatVersion != 1)
        {
            throw new IOException($"{path} is a comparison of format {header.FormatVersion}; this program reads format 1");
        }

        return new PairRun
        {
            Header = header,
            Fingerprint = FolderFiles.Read(In(RunFolder.FingerprintFile), ResultJson.Default.Fingerprint),
            Pairs = [.. FolderFiles.ReadLines(In(PairsFile), PairJson.Default.PairResult)],
        };

        string In(string name) => System.IO.Path.Combine(path, name);
    }

    /// <summary>Appends one finished pair and waits until it is on the disk. On an error the file is left as it was.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append(PairResult pair) =>
        FolderFiles.Append(System.IO.Path.Combine(Path, PairsFile), JsonSerializer.Serialize(pair, PairJson.Default.PairResult));

    /// <summary>Writes a file whole or not at all.</summary>
    public void WriteWhole(string name, Action<TextWriter> write) => WholeFile.Write(System.IO.Path.Combine(Path, name), write);
}
