using Covalent.Core.Execution;

namespace Covalent.Core.Leptons;

/// <summary>Runs calls of Python functions, each in an interpreter process of its own.</summary>
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
        var exit = await PythonProcess.RunAsync(interpreter, folder.Path, cancellationToken).ConfigureAwait(false);
        return PythonResponse.Read(folder.Path, Template, interpreter, exit, Environment.MachineName);
    }
}
