using ProtoBench.Contract;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary>
/// All that the program knows of one setting of an arm: how it is written and checked, which protocols have it, how both sides of a trial
/// get it, which fact of a connection proves it, and how reports speak of it. A setting is one file of this folder, a property of
/// <see cref="Arm"/> and one line of <see cref="ArmSettings"/>. Its value travels in the arm; a setting itself has no state.
/// </summary>
internal abstract class ArmSetting
{
    /// <summary>Name, shape and meaning, for the reader, the schema and the documents.</summary>
    public abstract Key Key { get; }

    /// <summary>May arms of a protocol with these traits have it?</summary>
    public abstract bool AppliesTo(ProtocolTraits traits);

    /// <summary>Sets what <paramref name="protocol"/> has when nothing is written, where that is not the property's own default.</summary>
    public virtual Arm Default(Arm arm, IProtocol protocol) => arm;

    /// <summary>Sets what is written; <paramref name="arm"/> has the default.</summary>
    public abstract Arm Read(Arm arm, MappingReader reader);

    /// <summary>
    /// Reports what is written and the protocol lacks, with the place and the remedy. <paramref name="arm"/> has all that is written.
    /// </summary>
    public abstract void Check(Arm arm, SettingErrors errors);

    /// <summary>
    /// What an arm that no file was read for sets and the protocol does not have, as a sentence without its full stop; null: nothing.
    /// </summary>
    public abstract string? Lack(Arm arm, IProtocol protocol);

    /// <summary>Its part of the arm's default label; null where the arm has the default.</summary>
    public abstract string? LabelPart(Arm arm, ProtocolTraits? traits);

    /// <summary>Puts it where the server's and the client's code find it. Both sides get the same.</summary>
    public abstract EndpointSettings Apply(EndpointSettings settings, ArmUse use);

    /// <summary>What a connection says about it.</summary>
    public abstract ConnectionFact Fact { get; }

    /// <summary>Why what was measured was not what was asked for, as sentences: each makes a trial invalid.</summary>
    /// <param name="arm">What was asked for.</param>
    /// <param name="traits">Of the arm's protocol; null for one that this build does not know.</param>
    /// <param name="facts">What a connection negotiated.</param>
    /// <param name="opened">What connections that were opened while measuring did; null where none were counted.</param>
    public abstract IEnumerable<string> Objections(
        Arm arm, ProtocolTraits? traits, ConnectionFacts facts, OpenedConnections? opened);

    /// <summary>How a verdict tells that arms differ in it; most settings have one way.</summary>
    public abstract IReadOnlyList<Contrast> Contrasts { get; }
}
