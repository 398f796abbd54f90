namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Shape of a 2×2 matrix after the common factor was taken out; decides the arithmetic a kernel spends on it.</summary>
internal enum OperatorClass
{
    /// <summary>Nothing to do.</summary>
    Identity,

    /// <summary>[[1, r], [s, 1]], real: RY divided by its cosine.</summary>
    RealRotation,

    /// <summary>[[1, i·r], [i·s, 1]]: RX divided by its cosine.</summary>
    ImaginaryRotation,

    /// <summary>[[1, r], [s, -1]], real: Hadamard and its relatives.</summary>
    Reflection,

    /// <summary>diag(1, z).</summary>
    Phase,

    /// <summary>Pauli X.</summary>
    Flip,

    /// <summary>[[1, v], [w, z]], complex.</summary>
    General,

    /// <summary>Any matrix, nothing taken out.</summary>
    Full,
}
