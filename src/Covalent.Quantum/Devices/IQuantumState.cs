using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Devices;

/// <summary>
/// The state of a simulated register: what a simulator must provide; measurements, sampling rules and mid-circuit strategies are built on
/// it once for all. Positions are 0…n−1 with position 0 as the most significant bit. Not thread safe.
/// </summary>
internal interface IQuantumState : IDisposable
{
    int Qubits { get; }

    void SetBasisState(ulong index);

    void SetAmplitudes(ReadOnlySpan<Complex> amplitudes);

    /// <summary>Density-matrix simulators only.</summary>
    void SetDensityMatrix(SquareMatrix density);

    /// <summary>Applies all steps with the given flat parameter values.</summary>
    void Run(QubitProgram program, ReadOnlySpan<double> parameters);

    /// <summary>Probabilities of the basis states of some positions, first position most significant.</summary>
    double[] Probabilities(ReadOnlySpan<int> positions);

    double Expectation(QubitPauliSum observable);

    /// <summary>The density matrix of some positions, first position most significant.</summary>
    SquareMatrix ReducedDensityMatrix(ReadOnlySpan<int> positions);

    /// <summary>Whether the state is a vector of amplitudes, not a density matrix.</summary>
    bool HasAmplitudes => true;

    /// <summary>All amplitudes; state-vector simulators only.</summary>
    Complex[] Amplitudes();

    /// <summary>Projects one position on an outcome of probability above 0 and normalises.</summary>
    void Collapse(int position, int outcome);

    /// <summary>
    /// Draws basis states of the whole register: outcome i is the first index at which the running sum of |ψ|² exceeds uniform i.
    /// Indices of probability 0 are never drawn.
    /// </summary>
    /// <param name="uniforms">Numbers in [0, 1), in any order.</param>
    /// <param name="outcomes">Receives one basis state per uniform.</param>
    void Sample(ReadOnlySpan<double> uniforms, Span<ulong> outcomes);

    IQuantumState Clone();
}

/// <summary>Makes states of one simulator.</summary>
internal interface IStateFactory
{
    string Name { get; }

    /// <summary>Whether states are density matrices, so that channels can be applied but no state vector can be read.</summary>
    bool IsMixed { get; }

    /// <summary>The most qubits whatever the memory.</summary>
    int MaximumQubits { get; }

    /// <summary>Memory of one state in bytes.</summary>
    double BytesFor(int qubits);

    /// <summary>Outcomes up to this probability are rounding errors and are never followed.</summary>
    double NegligibleProbability => 1e-15;

    /// <summary>The most qubits at which circuits of a batch may run side by side; larger ones use the threads themselves.</summary>
    int SideBySideQubits => 16;

    /// <summary>Makes |0…0⟩. Safe to call from several threads.</summary>
    /// <param name="qubits">Number of qubits.</param>
    /// <param name="cancellationToken">Ends whatever the state is doing.</param>
    IQuantumState Create(int qubits, CancellationToken cancellationToken);
}
