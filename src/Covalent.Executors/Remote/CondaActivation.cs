using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>The conda environment tasks run in.</summary>
internal static class CondaActivation
{
    /// <summary>Exit code of a script whose environment could not be activated.</summary>
    public const int NotActivated = 99;

    /// <summary>Shell lines that activate it; none when none is asked for.</summary>
    /// <param name="environment">Its name, or "".</param>
    /// <param name="isRequired">Whether nothing is run without it.</param>
    public static ShellText Of(string environment, bool isRequired = true) => environment.Length == 0 ? default : ShellText.Of($$"""
        if ! { eval "$(conda shell.posix hook 2>/dev/null)" && conda activate {{environment}}; } >/dev/null 2>&1; then
          echo "The conda environment "{{environment}}" could not be activated on $(hostname)." >&2
          {{ShellText.Verbatim(isRequired ? $"exit {NotActivated}" : ":")}}
        fi
        """);
}
