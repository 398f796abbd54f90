using System.Collections.Concurrent;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Devices.Lightning;

/// <summary>
/// The planned forms of one program: one per kind of start state. Binding parameters changes a plan, so each run borrows one; circuits
/// of a batch that run side by side get plans of their own.
/// </summary>
internal sealed class LightningPlans(QubitProgram program)
{
    private readonly ConcurrentDictionary<PlanKind, ConcurrentBag<KernelProgram>> idle = new();

    public Loan Borrow(KernelSet kernels, ulong? basisState, int[] layout, ReadOnlySpan<double> parameters)
    {
        var kind = new PlanKind(kernels, basisState, basisState is null ? string.Join(',', layout) : "");
        var bag = idle.GetOrAdd(kind, static _ => []);
        if (!bag.TryTake(out var plan))
        {
            var options = new KernelProgramOptions
            {
                Precision = kernels.Precision,
                InstructionSet = kernels.InstructionSet,
                FromZero = basisState is not null,
                StartLayout = layout,
            };
            return new(ProgramLowering.Lower(program, basisState ?? 0).Build(options, parameters), bag);
        }

        plan.Bind(parameters);
        return new(plan, bag);
    }

    /// <summary>A plan that goes back when it is disposed of.</summary>
    public readonly record struct Loan(KernelProgram Plan, ConcurrentBag<KernelProgram> Home) : IDisposable
    {
        public void Dispose() => Home.Add(Plan);
    }

    private sealed record PlanKind(KernelSet Kernels, ulong? BasisState, string Layout);
}
