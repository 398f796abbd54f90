using Covalent.Benchmarks.Engine;
using Covalent.Benchmarks.Quantum;

return args switch
{
    ["engine", .. var rest] => await EngineBenchmark.RunAsync(rest),
    ["quantum", .. var rest] => QuantumBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: engine --shape wide|chain|layers --tasks N --executor in-process|process [--durable true|false] [--full true|false] [--repeat N] [--json]");
    Console.Error.WriteLine("       quantum --file FILE.qct [--hamiltonian FILE.ham] [--gradient] [--precision single|double] [--threads T] [--isa avx512|avx2|scalar] [--json]");
    return 2;
}
