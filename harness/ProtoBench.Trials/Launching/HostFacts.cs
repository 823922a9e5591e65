namespace ProtoBench.Trials.Launching;

/// <summary>What a host said of itself when it was reached.</summary>
internal sealed record HostFacts
{
    /// <summary>The address it was reached at; empty where it could not tell.</summary>
    public string Address { get; init; } = "";

    /// <summary>As <c>uname -m</c> has it.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>As <c>uname -r</c> has it.</summary>
    public string Kernel { get; init; } = "";

    /// <summary>Those a command may run on, as the kernel lists them.</summary>
    public string Processors { get; init; } = "0";

    /// <summary>Of the frequency of its first processor; <c>none</c> where that is not its own to set.</summary>
    public string Governor { get; init; } = "none";

    /// <summary>May a command have process ids of its own, so that the kernel ends all that it started?</summary>
    public bool OwnPids { get; init; }

    /// <summary>Programs that it lacks and that are needed there.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Reads what <c>probe</c> of host.sh writes: a word and a value a line. What else a shell prints is left out.</summary>
    public static HostFacts Parse(string text)
    {
        var facts = new HostFacts();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (word, value) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
            facts = (word, value) switch
            {
                (_, "") => facts,
                ("address", _) => facts with { Address = value },
                ("architecture", _) => facts with { Architecture = value },
                ("kernel", _) => facts with { Kernel = value },
                ("processors", _) => facts with { Processors = value },
                ("governor", _) => facts with { Governor = value },
                ("pids", _) => facts with { OwnPids = value == "own" },
                ("missing", _) => facts with { Missing = [.. facts.Missing, value] },
                _ => facts,
            };
        }

        return facts;
    }
}
