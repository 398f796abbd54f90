using Covalent.Quantum;
using System.Diagnostics;
using System.Globalization;
using Covalent.Quantum.Simulation.Files;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Benchmarks.Quantum;

internal static class QuantumBenchmark
{
    public static int Run(string[] args)
    {
        string file = "";
        int threads = 1, reps = 7, warm = 30;
        var precision = Precision.Double;
        var isa = KernelTable.Best;
        bool fuse = true, fromZero = true; int tile=1<<19;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--file": file = args[++i]; break;
                case "--threads": threads = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--warm": warm = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--reps": reps = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--precision": precision = args[++i] == "single" ? Precision.Single : Precision.Double; break;
                case "--isa": KernelTable.TryParse(args[++i], out isa); break;
                case "--no-fuse": fuse = false; break;
                case "--any-start": fromZero = false; break;
                case "--tile": tile = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
            }
        }

        var circuit = QctCircuit.Load(file);
        var options = new KernelProgramOptions { Precision = precision, InstructionSet = isa, Fuse = fuse, FromZero = fromZero, TileBytes=tile };
        using var state = new StateVector(circuit.Qubits, KernelTable.Get(isa, precision));
        var times = new List<double>(); double plan = 0;
        KernelProgram? program = null;
        for (int r = -warm; r <= reps; r++)
        {
            if (!fromZero) { var z = new System.Numerics.Complex[1 << circuit.Qubits]; z[0] = 1; state.Load(z); }
            program?.Dispose();
            var builder = circuit.ToProgram();
            long t0 = Stopwatch.GetTimestamp();
            program = builder.Build(options, circuit.Parameters);
            plan = Stopwatch.GetElapsedTime(t0).TotalMilliseconds;
            state.Run(program, threads);
            if (r > 0) times.Add(Stopwatch.GetElapsedTime(t0).TotalMilliseconds);
        }

        times.Sort();
        ulong mask = (1UL << circuit.Qubits) - 1;
        double P(ulong k) { var a = state[k]; return (a.Real * a.Real) + (a.Imaginary * a.Imaginary); }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)} T={threads} {isa} {precision} min {times[0]:F4} median {times[times.Count / 2]:F4} plan {plan:F3} p0 {P(0):E6} p1 {P(1):E6} pk {P(0x5a5a5a5a5aUL & mask):E6} ops {program!.Operations} sweeps {string.Join(",", program.Sweeps.Select(s => $"{s.ActiveQubits}:{s.Instructions.Length}"))}"));
        return 0;
    }
}
