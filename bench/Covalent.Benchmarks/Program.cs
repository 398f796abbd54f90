using Covalent.Benchmarks.Dask;
using Covalent.Benchmarks.Engine;
using Covalent.Benchmarks.Parts;
using Covalent.Benchmarks.Quantum;
using Covalent.Benchmarks.Remote;
using Covalent.Benchmarks.Serialization;
using Covalent.Benchmarks.Server;
using Covalent.Benchmarks.Workers;

return args switch
{
    ["dask", .. var rest] => await DaskBenchmark.RunAsync(rest),
    ["engine", .. var rest] => await EngineBenchmark.RunAsync(rest),
    ["engine-scenarios"] => await EngineScenarios.RunAsync(),
    ["engine-peers"] => await EnginePeers.RunAsync(),
    ["parts", .. var rest] => PartsBenchmark.Run(rest),
    ["quantum", .. var rest] => QuantumBenchmark.Run(rest),
    ["serialization", .. var rest] => SerializationBenchmark.Run(rest),
    ["remote", .. var rest] => await RemoteBenchmark.RunAsync(rest),
    ["nothing"] => 0,
    ["server", .. var rest] => await ServerBenchmark.MeasureAsync(rest),
    ["soak", .. var rest] => await SoakBenchmark.MeasureAsync(rest),
    ["workers"] => await WorkerBenchmark.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dask [--tasks N]");
    Console.Error.WriteLine("       engine --shape wide|chain|layers --tasks N --executor in-process|process [--durable true|false] [--full true|false] [--repeat N] [--json]");
    Console.Error.WriteLine("       engine-scenarios");
    Console.Error.WriteLine("       engine-peers");
    Console.Error.WriteLine("       parts [--filter *Graph*]   (BenchmarkDotNet; its options)");
    Console.Error.WriteLine("       quantum --file FILE.qct [--hamiltonian FILE.ham] [--gradient] [--precision single|double] [--threads T] [--isa avx512|avx2|scalar] [--json]");
    Console.Error.WriteLine("       remote [fresh] [far] [warm] [slurm] [packed]   (after eng/backends/up.sh)");
    Console.Error.WriteLine("       serialization [--shape NAME] [--json]");
    Console.Error.WriteLine("       server [--clients N] [--nodes N] [--database CONNECTION] [--push-only [--pushes N]]");
    Console.Error.WriteLine("       soak [--minutes N] [--rate DISPATCHES_A_SECOND]");
    Console.Error.WriteLine("       workers");
    return 2;
}
