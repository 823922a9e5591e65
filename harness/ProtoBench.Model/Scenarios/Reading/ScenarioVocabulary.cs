using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The names a scenario may refer to.</summary>
/// <param name="Protocols">What <c>protocols</c> may name.</param>
/// <param name="Links">What <c>links</c> may name.</param>
public sealed record ScenarioVocabulary(IReadOnlyList<IProtocol> Protocols, IReadOnlyList<string> Links) : Vocabulary
{
    /// <summary>The link profile of two processes on one machine without any impairment.</summary>
    public const string Loopback = "loopback";

    /// <summary>What <c>kind</c> of a workload may name. Empty: only formats without workloads can be read.</summary>
    internal IReadOnlyList<IWorkloadKind> Workloads { get; init; } = [];

    /// <summary>Is there a program of that name? By default there is any: what is read elsewhere may run elsewhere.</summary>
    public Func<string, bool> HasProgram { get; init; } = static _ => true;

    /// <summary>For the shapes that only scenarios have.</summary>
    internal static ScenarioVocabulary Of(Vocabulary vocabulary) => vocabulary as ScenarioVocabulary
        ?? throw new InvalidOperationException("protocols, links and kinds of workload can be named in scenarios only");
}
