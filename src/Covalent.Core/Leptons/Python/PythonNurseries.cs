using System.Collections.Concurrent;
using System.Globalization;

namespace Covalent.Core.Leptons;

/// <summary>The warm interpreters of this process: one for each interpreter or environment in use, which leaves when nothing has needed it for a while.</summary>
internal static class PythonNurseries
{
    /// <summary>Seconds a warm interpreter waits for another call; 0 starts an interpreter for each call.</summary>
    public const string Variable = "COVALENT_PYTHON_WARM";

    private const double UsualIdle = 60;
    private static readonly ConcurrentDictionary<string, Lazy<Task<PythonNursery?>>> Known = new();

    /// <summary>Runs a prepared folder in a fork of a warm interpreter; null where there is none to be had, and nothing has run.</summary>
    public static async Task<ChildExit?> RunAsync(PythonInterpreter interpreter, string folder, string workDir, IDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        // Forking is safe only where the system's own libraries expect it.
        if (!OperatingSystem.IsLinux() || Idle(environment) is not (> 0 and var idle))
        {
            return null;
        }

        var nursery = await GetAsync(KeyOf(interpreter, environment), interpreter, idle).ConfigureAwait(false);
        return nursery is null ? null : await nursery.RunAsync(folder, workDir, environment, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PythonNursery?> GetAsync(string key, PythonInterpreter interpreter, double idle)
    {
        while (true)
        {
            var known = Known.GetOrAdd(key, _ => new Lazy<Task<PythonNursery?>>(() => PythonNursery.StartAsync(interpreter, idle)));
            var nursery = await known.Value.ConfigureAwait(false);
            if (nursery is null or { IsAlive: true })
            {
                return nursery;
            }

            Known.TryRemove(KeyValuePair.Create(key, known));
        }
    }

    private static double Idle(IDictionary<string, string?> environment) => !environment.TryGetValue(Variable, out var text) || string.IsNullOrEmpty(text) ? UsualIdle
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : UsualIdle;

    // What an interpreter reads once, when it starts, makes it another one.
    private static string KeyOf(PythonInterpreter interpreter, IDictionary<string, string?> environment) => string.Join('\n',
        [interpreter.Command, interpreter.Prefix ?? "", .. environment.Where(pair => IsReadAtStart(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")]);

    private static bool IsReadAtStart(string variable) =>
        variable.StartsWith("PYTHON", StringComparison.Ordinal) || variable.StartsWith("LD_", StringComparison.Ordinal) || variable.StartsWith("LC_", StringComparison.Ordinal)
        || variable.EndsWith("_NUM_THREADS", StringComparison.Ordinal) || variable is "LANG" or "HOME" or "VIRTUAL_ENV" or "CONDA_PREFIX";
}
