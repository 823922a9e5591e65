namespace ProtoBench.Contract;

/// <summary>A connection that knows more of itself at its end than when it was opened.</summary>
public interface ILearningConnection : IProtocolConnection
{
    /// <summary>Further facts by name, as they are now; names of <see cref="ConnectionFacts.More"/> are replaced.</summary>
    IReadOnlyDictionary<string, string> Learned { get; }
}
