using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary>Tells, in the same words for every setting, what is written and the protocol lacks.</summary>
internal sealed class SettingErrors(Key key, IProtocol protocol, MappingReader reader)
{
    public ProtocolTraits Traits => protocol.Traits;

    public bool IsWritten => reader.Has(key);

    /// <summary>The remedy is to remove the key, or to take a protocol that has it.</summary>
    /// <param name="supported">Then nothing is wrong.</param>
    /// <param name="lack">After the protocol's name.</param>
    /// <param name="has">The protocols to recommend.</param>
    public void Require(bool supported, string lack, Func<ProtocolTraits, bool> has)
    {
        if (!supported)
        {
            var protocols = ScenarioVocabulary.Of(reader.Context.Vocabulary).Protocols;
            var others = protocols.Where(other => has(other.Traits)).Select(other => other.Name);
            Refuse($"{protocol.Name} {lack}", $"remove '{key.Name}'; these have it: {string.Join(", ", others)}");
        }
    }

    /// <summary>The word must be one of the protocol's, if that has any.</summary>
    public void RequireChoice(string? word, IReadOnlyList<string> choices, string lack)
    {
        if (word is not null && choices.Count > 0 && !choices.Contains(word))
        {
            var hint = Spelling.Hint(word, [.. choices], "use one of these");
            reader.Report(key, ScenarioErrorCodes.SettingNotSupported, $"{protocol.Name} {lack} '{Spelling.Shorten(word)}'", hint);
        }
    }

    /// <summary>The arm's implementation of QUIC must let the setting be chosen, if it is one that the protocol has.</summary>
    public void RequireTuning(Arm arm, bool unused, string lack)
    {
        if (!unused && arm.Backend is { } backend && Traits.Backends.Contains(backend) && !Traits.TunesQuic(backend))
        {
            Refuse($"{backend} has no connection {lack}", $"remove '{key.Name}', or use backend: {Traits.Backends[0]}");
        }
    }

    public void Refuse(string message, string hint) =>
        reader.Report(key, ScenarioErrorCodes.SettingNotSupported, message, hint, atKey: true);

    /// <summary>As <see cref="Refuse"/>, with the protocol's name before the message.</summary>
    public void RefuseProtocol(string message, string hint) => Refuse($"{protocol.Name} {message}", hint);
}
