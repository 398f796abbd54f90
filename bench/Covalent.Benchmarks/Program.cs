using Covalent.Benchmarks.Quantum;

return args switch
{
    ["quantum", .. var rest] => QuantumBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: quantum --file FILE.qct [--hamiltonian FILE.ham] [--gradient] [--precision single|double] [--threads T] [--isa avx512|avx2|scalar] [--json]");
    return 2;
}
