using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>A side of a trial, as it is to be started.</summary>
/// <param name="Role"><c>serve</c>, <c>drive</c> or <c>hello</c>.</param>
/// <param name="Runtime">Runtime settings, passed as environment variables.</param>
/// <param name="Processors">Processors to run on, as <c>taskset -c</c> takes them; null: all.</param>
/// <param name="Enter">Command prefix that enters the network namespace it runs in; empty: none.</param>
/// <param name="Lifetime">After that it is ended where it runs, should nobody else be left who could.</param>
/// <param name="Executable">The command of another build whose peer is to play; null: this one's.</param>
internal sealed record ChildCommand(
    string Role,
    RuntimeSettings Runtime,
    string? Processors,
    IReadOnlyList<string> Enter,
    TimeSpan Lifetime,
    string? Executable = null)
{
    /// <summary>Every side is asked to speak over its standard streams.</summary>
    public const string Stdio = "--stdio";
}
