namespace Covalent.Cli.Commands.Completion;

/// <summary>The scripts. Each asks the tool itself, by its <c>[suggest]</c> directive, so they never grow old.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # covalent: completion for bash
        _covalent() {
            local line candidates
            line="${COMP_LINE:0:COMP_POINT}"
            candidates="$(covalent "[suggest:${#line}]" "$line" 2>/dev/null)" || return
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$candidates" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _covalent covalent

        """;

    private const string Zsh = """
        #compdef covalent
        # covalent: completion for zsh
        _covalent() {
            local line="${BUFFER[1,CURSOR]}"
            local -a candidates
            candidates=("${(@f)$(covalent "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -- $candidates
            _files
        }
        if [ "$funcstack[1]" = "_covalent" ]; then _covalent "$@"; else compdef _covalent covalent; fi

        """;

    private const string Fish = """
        # covalent: completion for fish
        function __covalent_complete
            set -l line (commandline -cp)
            covalent "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c covalent -a "(__covalent_complete)"

        """;

    private const string PowerShell = """
        # covalent: completion for PowerShell
        Register-ArgumentCompleter -Native -CommandName covalent -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.Extent.Text.PadRight($cursorPosition)
            covalent "[suggest:$cursorPosition]" "$line" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    private static readonly Dictionary<string, string> All = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["pwsh"] = PowerShell };

    public static IEnumerable<string> Shells => All.Keys;

    public static string For(string shell) => All[shell];
}
