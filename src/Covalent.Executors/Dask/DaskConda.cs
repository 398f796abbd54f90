using Covalent.Executors.Channels;

namespace Covalent.Executors.Dask;

/// <summary>The conda environment tasks run in.</summary>
internal static class DaskConda
{
    /// <summary>Shell lines that activate it; empty when none is asked for.</summary>
    public static ShellText Activate(DaskExecutor settings) => settings.CondaEnv.Length == 0 ? default : ShellText.Of($$"""
        if ! { eval "$(conda shell.posix hook 2>/dev/null)" && conda activate {{settings.CondaEnv}}; } >/dev/null 2>&1; then
          echo "The conda environment "{{settings.CondaEnv}}" could not be activated on $(hostname)." >&2
          {{ShellText.Verbatim(settings.CurrentEnvOnCondaFail ? ":" : "exit 99")}}
        fi
        """);
}
