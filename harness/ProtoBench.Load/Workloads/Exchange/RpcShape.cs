using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Requests;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>A gRPC call: the name of its method, or a mapping with more of it.</summary>
internal sealed class RpcShape : ValueShape<RpcSpec>
{
    private static readonly RpcNameShape Name = new();

    public override string Wanted => "package.Service/Method, or { method: package.Service/Method, message: { … } }";

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["anyOf"] = new JsonArray(Name.Schema(vocabulary), RpcKeys.Call.Schema(vocabulary)),
    };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out RpcSpec value)
    {
        value = null;
        switch (node)
        {
            case SourceScalar:
                value = Name.TryRead(node, what, context, out var method) ? new RpcSpec { Method = method, Messages = [] } : null;
                return value is not null;
            case SourceMapping:
                return RpcKeys.Call.TryRead(node, what, context, out value);
            default:
                return WrongType(node, what, context);
        }
    }
}

/// <summary>The name of a method.</summary>
internal sealed partial class RpcNameShape() : CheckedTextShape("a method such as package.Service/Method", Pattern, Fault)
{
    private const string Pattern = "^[A-Za-z_][A-Za-z0-9_.]*/[A-Za-z_][A-Za-z0-9_]*$";

    private static (string Message, string Remedy)? Fault(string method) => PatternOf().IsMatch(method)
        ? null
        : ($"cannot be '{Spelling.Shorten(method)}'", "write the service with its package, a slash and the method: package.Service/Method");

    [GeneratedRegex(Pattern)]
    private static partial Regex PatternOf();
}
