using System.Diagnostics;
using ProtoBench.Model.Scenarios.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ProtoBench.Reading.Yaml;

/// <summary>Builds source nodes from YAML text.</summary>
internal sealed class SourceTree
{
    /// <summary>The format needs 5 levels. Without a limit, a file of opening brackets would overflow the stack.</summary>
    private const int DeepestNesting = 16;

    /// <summary>How messages of the parser begin that come from an unfinished <c>[…]</c> or <c>{…}</c>.</summary>
    private const string InFlow = "While parsing a flow";

    private readonly string _text;
    private readonly Parser _parser;
    private readonly ReadingContext _context;
    private readonly Func<Mark, int, SourceSpan> _span;
    private readonly Stack<Mark> _openFlows = new();

    private SourceTree(string text, ReadingContext context, Func<Mark, int, SourceSpan> span)
    {
        _text = text;
        _parser = new Parser(new StringReader(text));
        _context = context;
        _span = span;
    }

    /// <summary>The only document of a file, or null after reporting why there is none.</summary>
    public static SourceNode? ParseFile(string text, string fileName, ReadingContext context) =>
        new SourceTree(text, context, (mark, length) => new SourceSpan(fileName, (int)mark.Line, (int)mark.Column, length)).Parse();

    /// <summary>A value given to an option. All of its nodes have the option as their place.</summary>
    public static SourceNode? ParseOption(string text, SourceSpan option, ReadingContext context) =>
        new SourceTree(text, context, (_, _) => option).Parse();

    private SourceNode? Parse()
    {
        try
        {
            return ReadDocument();
        }
        catch (YamlException exception)
        {
            Report(exception);
        }

        return null;
    }

    /// <summary>Goes to the next event.</summary>
    private void Advance()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 lets its own state check escape, for example for a list that is not closed before the next key
            // ("a: [1, 2\nb: 3").
            var end = _parser.Current?.End ?? Mark.Empty;
            throw new SyntaxErrorException(end, end, $"{InFlow} or a block, something is missing after this.");
        }
    }

    private void Report(YamlException exception)
    {
        if (_openFlows.Count > 0 && exception.Message.StartsWith(InFlow, StringComparison.Ordinal))
        {
            // The parser notices a missing bracket far behind, often at the end of the file; the author looks for the one that was opened.
            Report(_openFlows.Peek(), 1, "This list or mapping is not closed, or lacks a comma.");
        }
        else if (exception.Message.Contains("tab", StringComparison.Ordinal) && FirstTab(exception.Start) is { } tab)
        {
            Report(tab, 1, "Tabs cannot indent lines.");
        }
        else
        {
            var oneLine = exception.End.Line == exception.Start.Line;
            Report(exception.Start, oneLine ? Math.Max(1, (int)(exception.End.Column - exception.Start.Column)) : 1, exception.Message);
        }
    }

    /// <summary>The tab the parser complains about: it tells only where the mapping around it begins.</summary>
    private Mark? FirstTab(Mark from)
    {
        var lines = _text.ReplaceLineEndings("\n").Split('\n');
        for (var line = (int)from.Line; line <= lines.Length; line++)
        {
            var indentation = lines[line - 1].TakeWhile(char.IsWhiteSpace).ToList();
            if (indentation.IndexOf('\t') is >= 0 and var column)
            {
                return new Mark(0, line, column + 1);
            }
        }

        return null;
    }

    private void Report(Mark mark, int length, string message)
    {
        var sentence = message.TrimEnd('.');
        _context.Report(
            _span(mark, length),
            _context.Format.Syntax,
            $"not YAML: {char.ToLowerInvariant(sentence[0])}{sentence[1..]}",
            _context.Format.SyntaxHint("look for a missing ':', quote, bracket or wrong indentation here or on the line before"));
    }

    private SourceNode? ReadDocument()
    {
        Advance();
        Advance();
        if (_parser.Current is not DocumentStart)
        {
            _context.Report(
                _span(new Mark(0, 1, 1), 1),
                _context.Format.NotOneMapping,
                "there is nothing here",
                _context.Format.Example);
            return null;
        }

        Advance();
        var root = ReadNode(1);
        Advance();
        if (_parser.Current is DocumentStart second)
        {
            _context.Report(
                _span(second.Start, 3), _context.Format.NotOneMapping, "a second document begins", $"write one file per "
                    + $"{_context.Format.Noun}");
            return null;
        }

        return root;
    }

    /// <summary>Reads the node that begins at the current event and stops at the event after it.</summary>
    private SourceNode ReadNode(int depth)
    {
        RefuseSurprises();
        if (depth > DeepestNesting)
        {
            throw new SemanticErrorException(_parser.Current!.Start, _parser.Current.End, $"More than {DeepestNesting} levels of nesting.");
        }

        return _parser.Current switch
        {
            SequenceStart start => ReadList(start, depth),
            MappingStart start => ReadMapping(start, depth),
            Scalar scalar => ReadScalar(scalar),
            AnchorAlias alias => ReadAlias(alias),
            var other => throw new UnreachableException($"{other} where a node must begin."),
        };
    }

    private SourceScalar ReadScalar(Scalar scalar)
    {
        var oneLine = scalar.Start.Line == scalar.End.Line;
        var length = oneLine ? Math.Max(1, (int)(scalar.End.Column - scalar.Start.Column)) : 1;
        Advance();
        return new SourceScalar(_span(scalar.Start, length), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private SourceUnreadable ReadAlias(AnchorAlias alias)
    {
        Advance();
        return new SourceUnreadable(_span(alias.Start, 1));
    }

    private SourceList ReadList(SequenceStart start, int depth)
    {
        var items = new List<SourceNode>();
        Open(start.Start, start.Style == SequenceStyle.Flow);
        Advance();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        return new SourceList(SpanTo(start.Start, start.Style == SequenceStyle.Flow), items);
    }

    private SourceMapping ReadMapping(MappingStart start, int depth)
    {
        var entries = new List<SourceEntry>();
        Open(start.Start, start.Style == MappingStyle.Flow);
        Advance();
        while (_parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            AddEntry(entries, key, value);
        }

        return new SourceMapping(SpanTo(start.Start, start.Style == MappingStyle.Flow), entries);
    }

    private void AddEntry(List<SourceEntry> entries, SourceNode key, SourceNode value)
    {
        if (key is not SourceScalar name)
        {
            _context.Report(key.Span, _context.Format.YamlFeature, $"{key.Kind} as a key", "keys are plain words");
        }
        else if (name is { Text: "<<", Plain: true })
        {
            _context.Report(name.Span, _context.Format.YamlFeature, "merge keys are not supported", "write the keys out");
        }
        else if (entries.Find(entry => entry.Key.Text == name.Text) is { } first)
        {
            var where = first.Key.Span.Line > 0 ? $" (first on line {first.Key.Span.Line})" : "";
            _context.Report(
                name.Span,
                _context.Format.DuplicateKey,
                $"'{Spelling.Shorten(name.Text)}' stands here twice{where}",
                _context.Format.SyntaxHint("remove one of them"));
        }
        else
        {
            entries.Add(new SourceEntry(name, value));
        }
    }

    private void Open(Mark start, bool flow)
    {
        if (flow)
        {
            _openFlows.Push(start);
        }
    }

    /// <summary>
    /// Consumes the end event; the span of a flow collection on one line is all of it, other collections are marked by their first
    /// character.
    /// </summary>
    private SourceSpan SpanTo(Mark start, bool flow)
    {
        var end = _parser.Current!.Start;
        if (flow)
        {
            _openFlows.Pop();
        }

        Advance();
        return _span(start, flow && end.Line == start.Line ? (int)(end.Column - start.Column) + 1 : 1);
    }

    /// <summary>What makes YAML say something else than it looks like is refused instead of half supported.</summary>
    private void RefuseSurprises()
    {
        var (surprise, hint) = _parser.Current switch
        {
            AnchorAlias => ("aliases are not supported", "write the value out"),
            NodeEvent { Anchor.IsEmpty: false } => ("anchors are not supported", "write the value out where it is needed"),
            NodeEvent { Tag.IsEmpty: false } => ("tags are not supported", "quote a value to make it text"),
            _ => (null, null),
        };
        if (surprise is not null)
        {
            _context.Report(_span(_parser.Current!.Start, 1), _context.Format.YamlFeature, surprise, hint);
        }
    }
}
