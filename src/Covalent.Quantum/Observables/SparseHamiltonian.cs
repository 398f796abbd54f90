using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>An observable given by the entries of a sparse Hermitian matrix; expectation values only.</summary>
public sealed class SparseHamiltonian : Observable
{
    private readonly (int Row, int Column, Complex Value)[] entries;

    internal SparseHamiltonian(IReadOnlyList<(int Row, int Column, Complex Value)> entries, Wires wires)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var size = 1 << wires.Count;
        this.entries = [.. entries];
        foreach (var (row, column, _) in entries)
        {
            if (row < 0 || row >= size || column < 0 || column >= size)
            {
                throw new ArgumentException($"Entry ({row}, {column}) of the sparse Hamiltonian lies outside its {size}×{size} matrix over wires {wires}.", nameof(entries));
            }
        }

        IsHermitian = HermiticityError() < 1e-8;
        if (!IsHermitian)
        {
            throw new ArgumentException($"The sparse Hamiltonian on {wires} differs from its adjoint by {HermiticityError():G3}; an observable must be Hermitian.", nameof(entries));
        }
    }

    /// <inheritdoc/>
    public override bool IsHermitian { get; }

    internal IReadOnlyList<(int Row, int Column, Complex Value)> Entries => entries;

    /// <inheritdoc/>
    public override Observable OnWires(IReadOnlyDictionary<Wire, Wire> map) => new SparseHamiltonian(entries, Wires.Map(map));

    /// <inheritdoc/>
    public override bool Equals(Observable? other) =>
        other is SparseHamiltonian sparse && Wires.Equals(sparse.Wires) && entries.AsSpan().SequenceEqual(sparse.entries);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Wires, entries.Length);

    /// <summary>Such as <c>SparseHamiltonian([0, 1])</c>.</summary>
    public override string ToString() => $"SparseHamiltonian({Wires})";

    internal override SquareMatrix MatrixOver(Wires order)
    {
        Embedding.RequireWires(this, order);
        var own = new SquareMatrix(1 << Wires.Count);
        foreach (var (row, column, value) in entries)
        {
            own[row, column] += value;
        }

        return Embedding.Expand(own, Wires, order);
    }

    private double HermiticityError()
    {
        var sums = new Dictionary<(int, int), Complex>();
        foreach (var (row, column, value) in entries)
        {
            sums[(row, column)] = sums.GetValueOrDefault((row, column)) + value;
        }

        return sums.Count == 0 ? 0 : sums.Max(entry => Complex.Abs(entry.Value - Complex.Conjugate(sums.GetValueOrDefault((entry.Key.Item2, entry.Key.Item1)))));
    }
}
