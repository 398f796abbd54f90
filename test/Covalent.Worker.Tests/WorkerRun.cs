using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Core.Recording;

namespace Covalent.Worker.Tests;

/// <summary>Starts the worker program as a back end would: this test program is the application, its folder the bundle.</summary>
internal sealed class WorkerRun : IDisposable
{
    public const string DispatchId = "0198a9d0-0000-7000-8000-000000000002";

    public string Folder { get; } = Directory.CreateTempSubdirectory("covalent-worker-").FullName;

    public string Outcome => Path.Combine(Folder, "outcome");

    public WorkerCommand Command => new()
    {
        Dotnet = DotnetHost.Path!,
        BundleFolder = AppContext.BaseDirectory.TrimEnd('/'),
        Application = typeof(WorkerRun).Assembly.GetName().Name!,
        Package = Path.Combine(Folder, "package"),
        Outcome = Outcome,
        Stdout = Path.Combine(Folder, "stdout"),
        Stderr = Path.Combine(Folder, "stderr"),
        WorkDir = Path.Combine(Folder, "work"),
        Grace = TimeSpan.FromSeconds(1),
    };

    public static TaskPackage Package<T>(Func<Node<T>> lattice, ElectronOptions? options = null, Func<FunctionReference, FunctionReference>? change = null)
    {
        var graph = LatticeCall.Record(lattice.Method, lattice.Target, [], null).Graph;
        graph = change is null ? graph : new TransportGraph(graph.ToParts() with { Templates = [.. graph.Templates.Select(template => template with { Function = change(template.Function!) })] });
        var dispatch = new TaskDispatch { DispatchId = DispatchId, Graph = graph, Values = NoValues.Instance };
        return TaskPackage.Combine(
        [
            .. Enumerable.Range(0, graph.NodeCount).Select(node =>
                TaskPackage.For(new TaskAttempt { Dispatch = dispatch, NodeId = node, Number = 1, Options = options ?? ElectronOptions.None })),
        ]);
    }

    public static T Value<T>(TaskOutcome outcome) => (T)ValueCodec.For<T>().Decode(outcome.Result.Codec, outcome.Result.Bytes.Span)!;

    /// <summary>Runs the tasks of a lattice, one after the other, and gives the worker's exit code and what it said itself.</summary>
    public async Task<(int ExitCode, string Said)> RunAsync<T>(Func<Node<T>> lattice, Func<WorkerCommand, WorkerCommand>? change = null, ElectronOptions? options = null)
    {
        await Package(lattice, options).WriteToFileAsync(Path.Combine(Folder, "package"));
        using var process = Start(change?.Invoke(Command) ?? Command);
        return await EndOfAsync(process);
    }

    public static Process Start(WorkerCommand command)
    {
        var line = command.ToArguments();
        return Process.Start(new ProcessStartInfo(line[0], line.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>Starts the worker with a command line of one's own.</summary>
    public static Process Start(params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(DotnetHost.Path!,
        [.. WorkerCommand.HostArguments(AppContext.BaseDirectory.TrimEnd('/'), typeof(WorkerRun).Assembly.GetName().Name!), .. arguments])
    {
        UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
    })!;

    public static async Task<(int ExitCode, string Said)> EndOfAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, string.Concat(said));
    }

    public async Task<TaskOutcome> OutcomeAsync(int? index = null) =>
        OutcomeCodec.Read(await File.ReadAllBytesAsync(index is { } i ? $"{Outcome}.{i}" : Outcome)).Outcome;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class NoValues : INodeValues
    {
        public static readonly NoValues Instance = new();

        public EncodedValue GetEncoded(int nodeId) => throw new InvalidOperationException("These tasks have no parents.");

        public bool TryGetShared(int nodeId, out object? value) => throw new InvalidOperationException("These tasks have no parents.");
    }
}
