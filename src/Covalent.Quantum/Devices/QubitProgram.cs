namespace Covalent.Quantum.Devices;

/// <summary>One unitary (or channel) of a program, with its wires as positions 0…n−1; position 0 is the most significant bit of the state's index.</summary>
/// <param name="Operation">The operation as built; its parameter values may be stale, the program's caller passes the present ones.</param>
/// <param name="Positions">The operation's wires in its own order, controls first.</param>
/// <param name="ParameterOffset">Where the operation's parameters start in the flat list of values.</param>
internal sealed record QubitStep(Operation Operation, int[] Positions, int ParameterOffset);

/// <summary>
/// A stretch of a circuit without measurements in between, on consecutive qubit positions. It belongs to the circuit's structure: the same
/// object comes back for every binding, so a simulator may keep its compiled plan in <see cref="Plan"/>.
/// </summary>
internal sealed class QubitProgram(int qubits, QubitStep[] steps)
{
    private object? plan;

    public int Qubits { get; } = qubits;

    public QubitStep[] Steps { get; } = steps;

    /// <summary>The simulator's compiled form, computed once.</summary>
    public T Plan<T>(Func<QubitProgram, T> compile)
        where T : class
    {
        if (Volatile.Read(ref plan) is T ready)
        {
            return ready;
        }

        var fresh = compile(this);
        Volatile.Write(ref plan, fresh);
        return fresh;
    }
}

/// <summary>
/// A real linear combination of Pauli words over qubit positions. Like a program it belongs to the circuit's structure, so a simulator may
/// keep its prepared form in <see cref="Plan"/>.
/// </summary>
/// <param name="terms">Each with a coefficient and, as bits of the state's index (position p is bit n−1−p), where X or Y and where Z or Y act.</param>
internal sealed class QubitPauliSum(QubitPauliTerm[] terms)
{
    private object? plan;

    public QubitPauliTerm[] Terms { get; } = terms;

    /// <summary>The simulator's prepared form, computed once.</summary>
    public T Plan<T>(Func<QubitPauliSum, T> prepare)
        where T : class
    {
        if (Volatile.Read(ref plan) is T ready)
        {
            return ready;
        }

        var fresh = prepare(this);
        Volatile.Write(ref plan, fresh);
        return fresh;
    }
}

/// <summary>coefficient · i^{|x∧z|} · X^x Z^z, which is the Pauli word with Y where both bits are set.</summary>
internal readonly record struct QubitPauliTerm(double Coefficient, ulong XMask, ulong ZMask);
