using System.ComponentModel;
using System.Diagnostics;

namespace Covalent.Core.Leptons;

/// <summary>Runs a prepared folder: in a fork of a warm interpreter, or in one started for it.</summary>
internal static class PythonProcess
{
    public static async Task<ChildExit> RunAsync(PythonInterpreter interpreter, string folder, CancellationToken cancellationToken)
    {
        var runner = Path.Combine(folder, PythonFolder.Runner);
        var start = new ProcessStartInfo(interpreter.Command, [runner, "--watch-parent", folder])
        {
            WorkingDirectory = ElectronContext.Current?.WorkDir ?? Environment.CurrentDirectory,
        };
        interpreter.Prepare(start.Environment);
        TaskVariables.Set(start.Environment);
        Directory.CreateDirectory(start.WorkingDirectory);
        if (await PythonNurseries.RunAsync(interpreter, folder, start.WorkingDirectory, start.Environment, cancellationToken).ConfigureAwait(false) is { } forked)
        {
            return forked;
        }

        try
        {
            await File.WriteAllBytesAsync(runner, PythonPrograms.Runner, cancellationToken).ConfigureAwait(false);
            return await ChildProcess.RunAsync(start, keepOutput: false, holdInput: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw PythonInterpreter.Missing(interpreter.Command, e.Message);
        }
    }
}
