namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>A test that needs node and a package of npm's.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute(string package) => Skip = ScriptPeer.WhatNodeLacks(package);
}
