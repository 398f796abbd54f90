using System.Numerics;
using Covalent.Quantum.Circuits;

namespace Covalent.Quantum;

/// <content>Templates of algorithms.</content>
public sealed partial class CircuitBuilder
{
    /// <summary>Quantum Fourier transform: amplitude_k = Σ_j e^{+2πi·jk/2^n}/√2^n, wires exchanged at the end so that the first stays most significant.</summary>
    public void Qft(params Wires wires)
    {
        ArgumentNullException.ThrowIfNull(wires);
        for (var i = 0; i < wires.Count; i++)
        {
            H(wires[i]);
            for (var j = i + 1; j < wires.Count; j++)
            {
                ControlledPhaseShift(Math.PI / Math.Pow(2, j - i), wires[j], wires[i]);
            }
        }

        for (var i = 0; i < wires.Count / 2; i++)
        {
            SWAP(wires[i], wires[wires.Count - 1 - i]);
        }
    }

    /// <summary>Grover's diffusion 2|s⟩⟨s| − 1 about the uniform superposition.</summary>
    /// <exception cref="ArgumentException">There are fewer than two wires.</exception>
    public void GroverOperator(params Wires wires)
    {
        ArgumentNullException.ThrowIfNull(wires);
        if (wires.Count < 2)
        {
            throw new ArgumentException($"GroverOperator needs at least two wires; {wires.Count} were given.", nameof(wires));
        }

        foreach (var wire in wires)
        {
            H(wire);
        }

        var control = Wires.Create(wires.AsSpan()[..^1]);
        X(wires[^1]);
        Apply(new Gate(GateKind.PauliZ, wires[^1]).Controlled(control, new bool[control.Count]));
        X(wires[^1]);
        foreach (var wire in wires)
        {
            H(wire);
        }

        GlobalPhase(Math.PI, wires[0]);
    }

    /// <summary>Phase estimation: controlled powers of the unitary, then the inverse Fourier transform; the first estimation wire is most significant.</summary>
    public void QuantumPhaseEstimation(Operation unitary, Wires estimationWires)
    {
        ArgumentNullException.ThrowIfNull(unitary);
        ArgumentNullException.ThrowIfNull(estimationWires);
        foreach (var wire in estimationWires)
        {
            H(wire);
        }

        for (var i = 0; i < estimationWires.Count; i++)
        {
            Apply(unitary.Power(Math.Pow(2, estimationWires.Count - 1 - i)).Controlled(estimationWires[i]));
        }

        Adjoint(inner => inner.Qft(estimationWires));
    }

    /// <summary>exp(−i·time·H) exactly; up to 10 wires unless H is a single Pauli word.</summary>
    public HamiltonianEvolution Evolve(Observable hamiltonian, Parameter time) => Apply(new HamiltonianEvolution(hamiltonian, time));

    /// <summary>The evolution under a Hamiltonian that changes with time, from <paramref name="start"/> to <paramref name="end"/>; up to 6 wires.</summary>
    /// <param name="hamiltonian">H(p, t).</param>
    /// <param name="parameters">p.</param>
    /// <param name="start">Start time.</param>
    /// <param name="end">End time.</param>
    /// <param name="tolerance">Largest wanted error of a matrix entry. Default: 1e-10.</param>
    public ParametrizedEvolution Evolve(ParametrizedHamiltonian hamiltonian, Parameters parameters, double start, double end, double tolerance = 1e-10) =>
        Apply(new ParametrizedEvolution(hamiltonian, parameters, start, end, tolerance));

    /// <summary>exp(−i·time·H) by first-order steps: per step one Pauli rotation for each term, first term first.</summary>
    /// <exception cref="ArgumentException">The Hamiltonian is not a sum of Pauli words.</exception>
    public void ApproxTimeEvolution(Observable hamiltonian, Parameter time, int steps = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var terms = Evolution.PauliTerms("ApproxTimeEvolution", hamiltonian);
        for (var step = 0; step < steps; step++)
        {
            foreach (var (coefficient, word) in terms)
            {
                AddRotation(word, 2 * coefficient / steps * time);
            }
        }
    }

    /// <summary>exp(+i·time·H) by Suzuki–Trotter products of order 1, 2, 4, …; the last term acts first.</summary>
    /// <exception cref="ArgumentException">The Hamiltonian is not a sum of Pauli words, or the order is neither 1 nor even.</exception>
    public void TrotterProduct(Observable hamiltonian, Parameter time, int steps = 1, int order = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var terms = Evolution.PauliTerms("TrotterProduct", hamiltonian);
        var product = Evolution.Suzuki(terms.Length, order);
        for (var step = 0; step < steps; step++)
        {
            for (var i = product.Count - 1; i >= 0; i--)
            {
                var (term, fraction) = product[i];
                AddRotation(terms[term].Word, -2 * terms[term].Coefficient * fraction / steps * time);
            }
        }
    }

    /// <summary>A QAOA cost layer: exp(−iγ·cost) for a diagonal cost Hamiltonian.</summary>
    public void CostLayer(Parameter gamma, Observable cost) => ApproxTimeEvolution(cost, gamma);

    /// <summary>A QAOA mixer layer: exp(−iα·mixer), one step.</summary>
    public void MixerLayer(Parameter alpha, Observable mixer) => ApproxTimeEvolution(mixer, alpha);

    /// <summary>Operation k where the control wires spell k, first wire most significant.</summary>
    /// <exception cref="ArgumentException">There are more operations than control states.</exception>
    public void Select(IReadOnlyList<Operation> operations, Wires control)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(control);
        if (operations.Count > 1L << control.Count)
        {
            throw new ArgumentException($"Select was given {operations.Count} operations for {control.Count} control wires, which tell {1L << control.Count} apart.", nameof(operations));
        }

        for (var k = 0; k < operations.Count; k++)
        {
            bool[] values = [.. Enumerable.Range(0, control.Count).Select(i => ((k >> (control.Count - 1 - i)) & 1) == 1)];
            Apply(operations[k].Controlled(control, values));
        }
    }

    /// <summary>Block-encodes Σ c_k U_k / Σ|c_k|: prepares √|c_k| on the control wires, selects e^{i·arg c_k}·U_k, prepares back.</summary>
    /// <exception cref="ArgumentException">The lists differ in length, all coefficients are zero, or there are too few control wires.</exception>
    public void PrepSelPrep(IReadOnlyList<double> coefficients, IReadOnlyList<Operation> unitaries, Wires control)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        ArgumentNullException.ThrowIfNull(unitaries);
        ArgumentNullException.ThrowIfNull(control);
        if (coefficients.Count != unitaries.Count || coefficients.Count > 1L << control.Count || coefficients.All(static c => c == 0))
        {
            throw new ArgumentException($"PrepSelPrep needs as many coefficients as unitaries, not all zero and at most 2^{control.Count}; got {coefficients.Count} and {unitaries.Count}.", nameof(coefficients));
        }

        var prepare = Evolution.PreparingUnitary([.. coefficients.Select(static c => Math.Sqrt(Math.Abs(c)))], control);
        Apply(prepare);
        Select(unitaries, control);
        for (var k = 0; k < coefficients.Count; k++)
        {
            if (coefficients[k] < 0)
            {
                bool[] values = [.. Enumerable.Range(0, control.Count).Select(i => ((k >> (control.Count - 1 - i)) & 1) == 1)];
                Apply(new Gate(GateKind.GlobalPhase, Wires.None, Math.PI).Controlled(control, values));
            }
        }

        Apply(prepare.Adjoint());
    }

    /// <summary>The unitary [[A, √(1−AA†)], [√(1−A†A), −A†]] of a matrix of norm at most 1.</summary>
    /// <exception cref="ArgumentException">The wires do not hold twice the matrix, or its norm exceeds 1.</exception>
    public QubitUnitary BlockEncode(Complex[,] matrix, params Wires wires) => Apply(Evolution.BlockEncoding(matrix, wires));

    /// <summary>Quantum singular value transformation: projector phases between alternating applications of a block encoding and its adjoint.</summary>
    /// <param name="matrix">The block-encoded matrix, norm at most 1.</param>
    /// <param name="angles">d + 1 projector phases for a polynomial of degree d.</param>
    /// <param name="wires">The wires of the block encoding.</param>
    public void Qsvt(Complex[,] matrix, Parameters angles, Wires wires)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(angles);
        var encoding = Evolution.BlockEncoding(matrix, wires);
        for (var i = 0; i < angles.Count; i++)
        {
            PCPhase(angles[i], matrix.GetLength(0), wires);
            if (i < angles.Count - 1)
            {
                Apply(i % 2 == 0 ? encoding : encoding.Adjoint());
            }
        }
    }

    /// <summary>Flips the last wire where the number on the others is at least (or, with <paramref name="atLeast"/> false, below) a value.</summary>
    public BasisPermutation IntegerComparator(int value, Wires wires, bool atLeast = true) => Apply(Arithmetic.Comparator(value, wires, atLeast));

    /// <summary>Adds k to the number on the wires, modulo <paramref name="modulus"/> (<see langword="null"/>: 2^wires).</summary>
    public BasisPermutation Adder(int k, Wires wires, int? modulus = null) => Apply(Arithmetic.Adder(k, wires, modulus));

    /// <summary>Multiplies the number on the wires by k modulo <paramref name="modulus"/> (<see langword="null"/>: 2^wires); k must be invertible.</summary>
    public BasisPermutation Multiplier(int k, Wires wires, int? modulus = null) => Apply(Arithmetic.Multiplier(k, wires, modulus));

    /// <summary>Adds base^x modulo <paramref name="modulus"/> to the output wires bitwise (XOR), x being the number on the input wires.</summary>
    public BasisPermutation ModExp(Wires input, Wires output, int @base, int? modulus = null) => Apply(Arithmetic.ModExp(input, output, @base, modulus));

    private void AddRotation(PauliWord word, Parameter angle)
    {
        if (word.IsIdentity)
        {
            GlobalPhase(angle / 2, word.Wires);
        }
        else
        {
            var active = word.Wires.Where(wire => word[wire] != 'I').ToArray();
            PauliRot(angle, string.Concat(active.Select(wire => word[wire])), Wires.Create(active));
        }
    }
}
