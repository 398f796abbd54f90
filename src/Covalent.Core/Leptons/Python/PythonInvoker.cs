using Covalent.Core.Execution;

namespace Covalent.Core.Leptons;

/// <summary>Runs calls of Python functions, each in a process of its own.</summary>
internal sealed class PythonInvoker(TaskTemplate template) : LeptonInvoker(template)
{
    public override async ValueTask<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var interpreter = TaskPreparation.Current?.PythonFolder is { } environment
            ? PythonInterpreter.InFolder(environment)
            : PythonInterpreter.Find((string?)Description.Facts["interpreter"] ?? Template.Options.Python);
        PythonFolder.Write(folder.Path, Template, slots.Span, shared, values);
        var wasLarge = false;
        if (values is PackedTask task)
        {
            // They are in the folder now. Cleared here, too, since this method's own frame would hold them as long as Python runs.
            wasLarge = task.ReleaseValues();
            (slots, shared, values) = (default, [], NoValues.Instance);
        }

        var exit = await PythonProcess.RunAsync(interpreter, folder.Path, cancellationToken).ConfigureAwait(false);
        if (wasLarge)
        {
            LargeValues.Collect();
        }

        return PythonResponse.Read(folder.Path, Template, interpreter, exit, Environment.MachineName);
    }
}
