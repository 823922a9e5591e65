using System.CommandLine;
using System.CommandLine.Help;

namespace ProtoBench.Commands.Shell;

/// <summary>
/// How far a command line has come: which verb it has reached, and what may stand next. It takes in one word after the other.
/// </summary>
internal sealed class Place(RootCommand root)
{
    private const string HelpVerb = "help";
    private const string NoMoreOptions = "--";

    private readonly HashSet<Option> _given = [];
    private Command _command = root;
    private int _arguments;
    private bool _explains;
    private bool _onlyArguments;

    /// <summary>The option whose value comes next; null: none.</summary>
    public Option? Awaited { get; private set; }

    /// <summary>What comes next is a program with arguments of its own, after <c>--</c>.</summary>
    public bool IsProgram => _onlyArguments && Argument is { Arity.MaximumNumberOfValues: > 1 };

    /// <summary>The verbs that may come next.</summary>
    public IReadOnlyList<Command> Verbs => _arguments > 0 || _onlyArguments ? [] : [.. _command.Subcommands.Where(verb => !verb.Hidden)];

    /// <summary>A word stood where only a verb can: nobody knows what comes next.</summary>
    public bool IsLost => _arguments > 0 && _command.Subcommands.Count > 0;

    /// <summary>May the word <c>help</c> come next?</summary>
    public bool TakesHelp => _command == root && !_explains;

    /// <summary>The argument that comes next; null where there is none left.</summary>
    public Argument? Argument
    {
        get
        {
            var taken = _arguments;
            foreach (var argument in _explains ? [] : _command.Arguments)
            {
                if (taken < argument.Arity.MaximumNumberOfValues)
                {
                    return argument;
                }

                taken -= argument.Arity.MaximumNumberOfValues;
            }

            return null;
        }
    }

    /// <summary>The options of the verb, those of every verb included; <c>--help</c> is not among them.</summary>
    public IEnumerable<Option> Options
    {
        get
        {
            var options = _command.Options.AsEnumerable();
            if (_command != root)
            {
                options = options.Concat(root.Options.Where(option => option.Recursive));
            }

            return options.Where(option => option is { Hidden: false } and not HelpOption).Distinct();
        }
    }

    /// <summary>Was it given, and may it be given only once?</summary>
    public bool IsGiven(Option option) => _given.Contains(option) && option.Arity.MaximumNumberOfValues <= 1;

    /// <summary>The option of that name or alias; null where the verb has none.</summary>
    public Option? Find(string name) => Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    /// <summary>Goes on by a word.</summary>
    public void Pass(string word)
    {
        if (Awaited is not null)
        {
            Awaited = null;
        }
        else if (_onlyArguments)
        {
            _arguments++;
        }
        else if (word == NoMoreOptions)
        {
            _onlyArguments = true;
        }
        else if (word.StartsWith('-'))
        {
            PassOption(word);
        }
        else if (_command == root && word == HelpVerb)
        {
            _explains = true;
        }
        else if (Verbs.FirstOrDefault(verb => verb.Name == word) is { } verb)
        {
            _command = verb;
        }
        else
        {
            _arguments++;
        }
    }

    private void PassOption(string word)
    {
        var parts = word.Split('=', 2);
        if (Find(parts[0]) is { } option)
        {
            _given.Add(option);
            Awaited = parts.Length == 1 && TakesValue(option) ? option : null;
        }
    }

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
}
