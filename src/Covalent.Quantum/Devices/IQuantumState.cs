using System.Numerics;
using Covalent.Quantum.Measurements;
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

    /// <summary>All amplitudes; state-vector simulators only.</summary>
    Complex[] Amplitudes();

    /// <summary>Projects one position on an outcome of probability above 0 and normalises.</summary>
    void Collapse(int position, int outcome);

    /// <summary>Draws basis states of the whole register with probability |ψ|²; draw i uses number i of the random stream.</summary>
    void Sample(CounterRandom random, Span<ulong> outcomes);

    IQuantumState Clone();
}

/// <summary>Makes states of one simulator.</summary>
internal interface IStateFactory
{
    string Name { get; }

    /// <summary>Whether states are density matrices, so that channels can be applied but no state vector can be read.</summary>
    bool IsMixed { get; }

    /// <summary>Memory of one state.</summary>
    double BytesFor(int qubits);

    /// <summary>Makes |0…0⟩.</summary>
    IQuantumState Create(int qubits);
}
