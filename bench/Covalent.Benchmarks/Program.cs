using Covalent.Benchmarks.Quantum;
using Covalent.Benchmarks.Serialization;

return args switch
{
    ["quantum", .. var rest] => QuantumBenchmark.Run(rest),
    ["serialization", .. var rest] => SerializationBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: quantum --file FILE.qct [--hamiltonian FILE.ham] [--gradient] [--precision single|double] [--threads T] [--isa avx512|avx2|scalar] [--json]");
    Console.Error.WriteLine("       serialization [--shape NAME] [--json]");
    return 2;
}
