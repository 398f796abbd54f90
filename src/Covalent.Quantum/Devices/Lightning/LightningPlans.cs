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

    // The plan that came back last: a loop over one circuit finds its plan here without a search.
    private Planned? latest;

    public static LightningPlans Of(QubitProgram program) => program.Plan(static own => new LightningPlans(own));

    /// <param name="kernels">Kernels of the state.</param>
    /// <param name="basisState">The basis state to start from, or null when the state holds amplitudes.</param>
    /// <param name="layout">Index bit of every qubit of the state.</param>
    /// <param name="parameters">Parameters to bind.</param>
    public Loan Borrow(KernelSet kernels, ulong? basisState, int[] layout, ReadOnlySpan<double> parameters)
    {
        if (Interlocked.Exchange(ref latest, null) is { } hot)
        {
            if (hot.Fits(kernels, basisState, layout))
            {
                hot.Program.Bind(parameters);
                return new(hot, this);
            }

            PutAside(hot);
        }

        var kind = new PlanKind(kernels, basisState, basisState is null ? string.Join(',', layout) : "");
        if (idle.TryGetValue(kind, out var home) && home.TryTake(out var planned))
        {
            planned.Program.Bind(parameters);
            return new(planned, this);
        }

        var options = new KernelProgramOptions
        {
            Precision = kernels.Precision,
            InstructionSet = kernels.InstructionSet,
            FromZero = basisState is not null,
            StartLayout = layout,
        };
        return new(new(ProgramLowering.Lower(program, basisState ?? 0).Build(options, parameters), kind, layout), this);
    }

    private void Return(Planned planned)
    {
        if (Interlocked.CompareExchange(ref latest, planned, null) is not null)
        {
            PutAside(planned);
        }
    }

    private void PutAside(Planned planned) => idle.GetOrAdd(planned.Kind, static _ => []).Add(planned);

    /// <summary>A plan that goes back when it is disposed of.</summary>
    public readonly struct Loan(Planned planned, LightningPlans home) : IDisposable
    {
        public KernelProgram Program => planned.Program;

        /// <summary>The way back through the program; planned when first asked for.</summary>
        public AdjointGradient Gradient => planned.Gradient ??= new(planned.Program);

        public void Dispose() => home.Return(planned);
    }

    /// <summary>A program and, once a gradient was wanted, the way back.</summary>
    public sealed class Planned(KernelProgram program, PlanKind kind, int[] layout)
    {
        public KernelProgram Program { get; } = program;

        public PlanKind Kind { get; } = kind;

        public AdjointGradient? Gradient { get; set; }

        public bool Fits(KernelSet kernels, ulong? basisState, int[] start) =>
            ReferenceEquals(kernels, Kind.Kernels) && basisState == Kind.BasisState && (basisState is not null || layout.AsSpan().SequenceEqual(start));
    }

    /// <summary>What a plan is made for.</summary>
    public sealed record PlanKind(KernelSet Kernels, ulong? BasisState, string Layout);
}
