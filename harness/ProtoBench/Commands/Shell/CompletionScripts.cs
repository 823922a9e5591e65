namespace ProtoBench.Commands.Shell;

/// <summary>
/// What makes a shell ask the program what fits. The scripts know no verb and no option, so that one that was installed with an older
/// build completes those of a newer one. They ask the program as it was typed: a build of a clone completes its own words. What it answers
/// is a line that says which names of files fit too, and a line for each word: the word, a tab, what it is.
/// </summary>
internal static class CompletionScripts
{
    /// <summary>The shells there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The verb that the scripts call.</summary>
    public const string Verb = "complete";

    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "no script"),
    };

    /// <summary>What the scripts read.</summary>
    public static string Answer(Offer offer) => string.Concat(
        offer.Words.Select(word => $"{word.Word}\t{word.What}\n").Prepend(offer.Paths.ToString().ToLowerInvariant() + "\n"));

    // COMP_WORDS cuts a word at '=' and ':' (COMP_WORDBREAKS), and only what follows the cut is replaced.
    private const string Bash = """
        # Completion of protobench for bash, as 'protobench completions bash' prints it.
        # For this shell: source <(protobench completions bash)
        # For all: protobench completions bash > /usr/share/bash-completion/completions/protobench
        _protobench() {
          local current=${COMP_WORDS[COMP_CWORD]} line word
          local -a said
          COMPREPLY=()
          mapfile -t said < <("${COMP_WORDS[0]/#\~/$HOME}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
          [[ $current != = ]] || current=
          for line in "${said[@]:1}"; do
            word=${line%%$'\t'*}
            [[ $word != *= ]] || compopt -o nospace 2>/dev/null
            COMPREPLY+=("$word")
          done
          case ${said[0]:-} in
            files) compopt -o filenames 2>/dev/null; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current") ;;
            folders) compopt -o filenames 2>/dev/null; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$current") ;;
            program) mapfile -t COMPREPLY < <(compgen -c -f -- "$current") ;;
          esac
        }
        complete -F _protobench protobench

        """;

    private const string Zsh = """
        #compdef protobench
        # Completion of protobench for zsh, as 'protobench completions zsh' prints it.
        # For this shell, after compinit: source <(protobench completions zsh)
        # For all: protobench completions zsh > /usr/share/zsh/vendor-completions/_protobench
        _protobench() {
          local -a said found begun
          local line word
          integer none=1
          said=("${(@f)$("${(Q)words[1]/#\~/$HOME}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
          for line in "${(@)said[2,-1]}"; do
            word=${line%%$'\t'*}
            if [[ $word == *= ]]; then begun+=("$word"); else found+=("${word//:/\\:}:${line#*$'\t'}"); fi
          done
          (( ${#found} )) && _describe -V protobench found && none=0
          (( ${#begun} )) && compadd -V keys -S '' -a begun && none=0
          case ${said[1]} in
            files) _files && none=0 ;;
            folders) _files -/ && none=0 ;;
            program) _normal && none=0 ;;
          esac
          return none
        }
        if [[ ${funcstack[1]} == _protobench ]]; then
          _protobench "$@"
        else
          compdef _protobench protobench
        fi

        """;

    private const string Fish = """
        # Completion of protobench for fish, as 'protobench completions fish' prints it.
        # For this shell: protobench completions fish | source
        # For all: protobench completions fish > /usr/share/fish/vendor_completions.d/protobench.fish
        function __protobench_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l said ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
            printf '%s\n' $said[2..-1]
            switch "$said[1]"
                case files
                    __fish_complete_path "$current"
                case folders
                    __fish_complete_directories "$current"
                case program
                    __fish_complete_command
                    __fish_complete_path "$current"
            end
        end
        complete -c protobench -f -a '(__protobench_complete)'

        """;
}
