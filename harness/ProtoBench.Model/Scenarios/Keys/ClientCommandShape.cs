using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>The command of a client, whose program must be there and whose placeholders must be ones.</summary>
internal sealed class ClientCommandShape : ValueShape<string>
{
    public override string Wanted => "a command";

    public override JsonObject Schema(Vocabulary vocabulary) => Shapes.Text.Schema(vocabulary);

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        if (node is not SourceScalar)
        {
            value = null;
            return WrongType(node, what, context, "put it in quotes: a brace or a bracket at its start would begin a mapping or a list");
        }

        if (!Shapes.Text.TryRead(node, what, context, out value))
        {
            return false;
        }

        var errors = context.Errors.Count;
        foreach (var name in ClientPlaceholders.In(value).Except(ClientPlaceholders.Names))
        {
            if (Spelling.Nearest(name, ClientPlaceholders.Names) is { } near)
            {
                context.Report(
                    node.Span,
                    ScenarioErrorCodes.BadPlaceholder,
                    $"nothing stands for {{{Spelling.Shorten(name)}}}",
                    $"did you mean {{{near}}}?");
            }
        }

        if (CommandWords.Program(value) is { } program
            && !program.Contains('/', StringComparison.Ordinal)
            && !ScenarioVocabulary.Of(context.Vocabulary).HasProgram(program))
        {
            context.Report(
                node.Span,
                ScenarioErrorCodes.ProgramNotFound,
                $"there is no program '{Spelling.Shorten(program)}' in PATH",
                "install it, or write the path of its file");
        }

        return context.Errors.Count == errors;
    }
}
