using Covalent.Core.Execution;
using Covalent.Core.Files;
using Covalent.Core.Graph;

namespace Covalent.Core.Leptons;

/// <summary>Makes everything ready around a call: dependencies, files, hooks; in this order before it, hooks and files after it.</summary>
internal sealed class PreparedInvoker : TaskInvoker
{
    private readonly TaskInvoker _inner;
    private readonly ElectronOptions _options;
    private readonly string? _interpreter;

    public PreparedInvoker(TaskTemplate template, TaskInvoker inner)
        : base(template)
    {
        _inner = inner;
        _options = template.Options;
        // The interpreter that the packages are for is the one that will run the task.
        _interpreter = template.Function?.Language == PythonRecorder.Language
            ? (string?)LeptonDescription.Read(template.Expression).Facts["interpreter"] ?? _options.Python
            : _options.Python;
    }

    public static bool IsNeeded(ElectronOptions options) =>
        options.Deps is { Count: > 0 } || options.CallBefore is { Count: > 0 } || options.CallAfter is { Count: > 0 } || options.Files is { Count: > 0 };

    public override async ValueTask<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, CancellationToken cancellationToken)
    {
        var preparation = new TaskPreparation();
        TaskPreparation.Current = preparation;
        var folder = ElectronContext.Current?.WorkDir ?? Environment.CurrentDirectory;
        Directory.CreateDirectory(folder);
        var mover = new FileMover(_options.Files ?? [], folder);
        try
        {
            await DependencySteps.RunAsync(_options, _interpreter, preparation, cancellationToken).ConfigureAwait(false);
            await mover.MoveAsync(FileOrder.Before, cancellationToken).ConfigureAwait(false);
            if (mover.Pairs.Count > 0)
            {
                preparation.Injected.Add(new InjectedValue(DepsCall.Reserved, typeof(List<FilePair>), mover.Pairs.ToList()));
            }

            foreach (var hook in _options.CallBefore ?? [])
            {
                await HookAsync(hook, preparation, cancellationToken).ConfigureAwait(false);
            }

            // A worker runs one task at a time, so that its own environment is the task's; programs that user code starts inherit it.
            using var programs = values is PackedTask && preparation.PythonFolder is { } python ? new EnvironmentOfTask(PythonInterpreter.InFolder(python)) : null;
            using var assemblies = new AssemblySearch(preparation.AssemblyFolders);
            var call = _inner.InvokeAsync(slots, shared, values, cancellationToken);
            slots = default;
            var result = await call.ConfigureAwait(false);
            foreach (var hook in _options.CallAfter ?? [])
            {
                await HookAsync(hook, null, cancellationToken).ConfigureAwait(false);
            }

            await mover.MoveAsync(FileOrder.After, cancellationToken).ConfigureAwait(false);
            return result;
        }
        finally
        {
            mover.DeleteTemporary();
        }
    }

    private static async Task HookAsync(DepsCall hook, TaskPreparation? preparation, CancellationToken cancellationToken)
    {
        var graph = GraphCodec.Read(hook.Graph);
        var node = graph.NodeCount - 1;
        var template = graph.TemplateOf(node);
        var result = await For(template).InvokeAsync(graph.SlotsOf(node), graph.SharedConstants, NoValues.Instance, cancellationToken).ConfigureAwait(false);
        if (preparation is not null && hook.Into is { } name)
        {
            preparation.Injected.Add(new InjectedValue(name, TypeReference.Resolve(template.ResultType), result.Value));
        }
    }
}
