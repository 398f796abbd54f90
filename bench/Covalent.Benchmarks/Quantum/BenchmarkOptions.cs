using System.Globalization;
using Covalent.Quantum;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Benchmarks.Quantum;

/// <summary>What to measure, from the command line.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage =
        "quantum --file FILE.qct [--hamiltonian FILE.ham] [--gradient | --rebind | --prepared] [--precision single|double] [--threads T] [--isa avx512|avx2|scalar] [--runs N] [--json]";

    public string File { get; private init; } = "";

    /// <summary>With a Hamiltonian its mean in the prepared state is measured instead of the circuit.</summary>
    public string? Hamiltonian { get; private init; }

    /// <summary>The mean and all its derivatives, the run of the circuit included.</summary>
    public bool Gradient { get; private init; }

    /// <summary>New angles through the public API instead: <see cref="RebindBenchmark"/>.</summary>
    public bool Rebind { get; private init; }

    /// <summary>Only the run of a circuit that was planned before.</summary>
    public bool Prepared { get; private init; }

    public Precision Precision { get; private init; } = Precision.Double;

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public InstructionSet InstructionSet { get; private init; } = KernelTable.Best;

    /// <summary>Measured runs; the median is reported.</summary>
    public int Runs { get; private init; } = 5;

    public bool Json { get; private init; }

    /// <summary>Null, with the reason, when the arguments make no sense.</summary>
    public static BenchmarkOptions? Parse(ReadOnlySpan<string> args, out string problem)
    {
        var options = new BenchmarkOptions();
        problem = "";
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--json":
                    options = options with { Json = true };
                    continue;
                case "--gradient":
                    options = options with { Gradient = true };
                    continue;
                case "--rebind":
                    options = options with { Rebind = true };
                    continue;
                case "--prepared":
                    options = options with { Prepared = true };
                    continue;
                case "--file":
                    options = options with { File = value };
                    break;
                case "--hamiltonian":
                    options = options with { Hamiltonian = value };
                    break;
                case "--precision" when Enum.TryParse<Precision>(value, ignoreCase: true, out var precision):
                    options = options with { Precision = precision };
                    break;
                case "--threads" when int.TryParse(value, CultureInfo.InvariantCulture, out var threads) && threads > 0:
                    options = options with { Threads = threads };
                    break;
                case "--runs" when int.TryParse(value, CultureInfo.InvariantCulture, out var runs) && runs > 0:
                    options = options with { Runs = runs };
                    break;
                case "--isa" when KernelTable.TryParse(value, out var isa) && KernelTable.IsSupported(isa):
                    options = options with { InstructionSet = isa };
                    break;
                default:
                    problem = $"'{args[i]} {value}' is no argument of this benchmark, or this processor cannot do it.";
                    return null;
            }

            i++;
        }

        problem = !System.IO.File.Exists(options.File) ? $"There is no file '{options.File}'; name a circuit with --file."
            : options.Gradient && options.Hamiltonian is null ? "A gradient needs an observable; name one with --hamiltonian."
            : "";
        return problem.Length == 0 ? options : null;
    }
}
