using BenchmarkDotNet.Attributes;
using Covalent.Benchmarks.Engine;

namespace Covalent.Benchmarks.Parts;

/// <summary>Dispatches in this process from submitting to the result.</summary>
[MemoryDiagnoser]
public class EngineParts
{
    private const int Tasks = 1_000;
    private EngineRig _rig = null!;

    /// <summary>Whether every step goes to the disk before it counts.</summary>
    [Params(true, false)]
    public bool Durable { get; set; }

    /// <summary>Opens the dispatcher.</summary>
    [GlobalSetup]
    public void Open() => _rig = EngineRig.OpenAsync(new EngineOptions { Durable = Durable }).GetAwaiter().GetResult();

    /// <summary>Closes it and takes its folder away.</summary>
    [GlobalCleanup]
    public void Close() => _rig.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>One task.</summary>
    [Benchmark]
    public Task<string> OneTask() => RunAsync("wide", 1);

    /// <summary>1,000 independent tasks; the figure is for one.</summary>
    [Benchmark(OperationsPerInvoke = Tasks)]
    public Task<string> Wide() => RunAsync("wide", Tasks);

    /// <summary>1,000 tasks of which each needs the one before; the figure is for one.</summary>
    [Benchmark(OperationsPerInvoke = Tasks)]
    public Task<string> Chain() => RunAsync("chain", Tasks);

    private Task<string> RunAsync(string shape, int tasks) => _rig.RunAsync(_rig.Request(EngineRig.Record(EngineShapes.Of(shape, tasks))));
}
