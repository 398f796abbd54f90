using System.Collections.Concurrent;
using Covalent.Quantum.Simulation.Adjoint;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Devices.Lightning;

/// <summary>
/// The planned forms of one program: one per kind of start state. Binding parameters changes a plan, so each run borrows one; circuits
/// of a batch that run side by side get plans of their own.
/// </summary>
internal sealed class LightningPlans(QubitProgram program)
{
    private readonly ConcurrentDictionary<PlanKind, ConcurrentBag<Planned>> idle = new();

    public static LightningPlans Of(QubitProgram program) => program.Plan(static own => new LightningPlans(own));

    /// <param name="kernels">Kernels of the state.</param>
    /// <param name="basisState">The basis state to start from, or null when the state holds amplitudes.</param>
    /// <param name="layout">Index bit of every qubit of the state.</param>
    /// <param name="parameters">Parameters to bind.</param>
    public Loan Borrow(KernelSet kernels, ulong? basisState, int[] layout, ReadOnlySpan<double> parameters)
    {
        var kind = new PlanKind(kernels, basisState, basisState is null ? string.Join(',', layout) : "");
        var home = idle.GetOrAdd(kind, static _ => []);
        if (home.TryTake(out var planned))
        {
            planned.Program.Bind(parameters);
            return new(planned, home);
        }

        var options = new KernelProgramOptions
        {
            Precision = kernels.Precision,
            InstructionSet = kernels.InstructionSet,
            FromZero = basisState is not null,
            StartLayout = layout,
        };
        return new(new(ProgramLowering.Lower(program, basisState ?? 0).Build(options, parameters)), home);
    }

    /// <summary>A plan that goes back when it is disposed of.</summary>
    public readonly struct Loan(Planned planned, ConcurrentBag<Planned> home) : IDisposable
    {
        public KernelProgram Program => planned.Program;

        /// <summary>The way back through the program; planned when first asked for.</summary>
        public AdjointGradient Gradient => planned.Gradient ??= new(planned.Program);

        public void Dispose() => home.Add(planned);
    }

    /// <summary>A program and, once a gradient was wanted, the way back.</summary>
    public sealed class Planned(KernelProgram program)
    {
        public KernelProgram Program { get; } = program;

        public AdjointGradient? Gradient { get; set; }
    }

    private sealed record PlanKind(KernelSet Kernels, ulong? BasisState, string Layout);
}
