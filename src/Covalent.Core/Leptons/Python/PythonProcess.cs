using System.ComponentModel;
using System.Diagnostics;

namespace Covalent.Core.Leptons;

/// <summary>Starts an interpreter on a prepared folder.</summary>
internal static class PythonProcess
{
    public static async Task<ChildExit> RunAsync(PythonInterpreter interpreter, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(interpreter.Command, [Path.Combine(folder, PythonFolder.Runner), "--watch-parent", folder])
        {
            WorkingDirectory = ElectronContext.Current?.WorkDir ?? Environment.CurrentDirectory,
        };
        interpreter.Prepare(start.Environment);
        TaskVariables.Set(start.Environment);
        Directory.CreateDirectory(start.WorkingDirectory);
        try
        {
            return await ChildProcess.RunAsync(start, keepOutput: false, holdInput: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw PythonInterpreter.Missing(interpreter.Command, e.Message);
        }
    }
}
