using Covalent.Core.Execution;

namespace Covalent.Core.Leptons;

/// <summary>Runs calls of Python functions, each in a process of its own.</summary>
internal sealed class PythonInvoker(TaskTemplate template) : LeptonInvoker(template)
{
    private const long Large = 32 << 20;

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
            wasLarge = LetGo(task);
            (slots, shared, values) = (default, [], NoValues.Instance);
        }

        var exit = await PythonProcess.RunAsync(interpreter, folder.Path, cancellationToken).ConfigureAwait(false);
        if (wasLarge)
        {
            // The result may be as large, and the collector would not know that there is no room for both.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        return PythonResponse.Read(folder.Path, Template, interpreter, exit, Environment.MachineName);
    }

    private static bool LetGo(PackedTask task)
    {
        var size = task.Slots.Length + task.Inputs.Sum(input => (long)input.Value.Bytes.Length);
        task.ReleaseValues();
        return size > Large;
    }
}
