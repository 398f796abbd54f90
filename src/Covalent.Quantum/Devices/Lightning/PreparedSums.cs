using Covalent.Quantum.Simulation.Expectation;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Devices.Lightning;

/// <summary>A Pauli sum prepared for the placements in which states of one circuit end: nearly always one.</summary>
internal sealed class PreparedSums(QubitPauliSum observable)
{
    // Sums made for placements that alternate would otherwise pile up.
    private const int Kept = 4;

    private readonly Lock growing = new();

    private volatile PreparedSum[] sums = [];

    public static PreparedSums Of(QubitPauliSum observable) => observable.Plan(static own => new PreparedSums(own));

    /// <summary>The sum for a state's size, kernels and present placement.</summary>
    public PauliSum For(StateVector state)
    {
        foreach (var prepared in sums)
        {
            if (prepared.Fits(state))
            {
                return prepared.Sum;
            }
        }

        var terms = Array.ConvertAll(observable.Terms, static term => new PauliTerm(term.Coefficient, term.XMask, term.ZMask));
        var fresh = new PreparedSum(state, new(terms, state.IndexBits, state.Layout, state.Kernels));
        lock (growing)
        {
            sums = [fresh, .. sums.Take(Kept - 1)];
        }

        return fresh.Sum;
    }

    private sealed class PreparedSum(StateVector state, PauliSum sum)
    {
        private readonly object kernels = state.Kernels;

        private readonly int[] layout = state.Layout;

        public PauliSum Sum => sum;

        public bool Fits(StateVector other) =>
            ReferenceEquals(kernels, other.Kernels) && (ReferenceEquals(layout, other.Layout) || layout.AsSpan().SequenceEqual(other.Layout));
    }
}
