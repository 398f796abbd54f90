namespace Covalent.Quantum;

/// <summary>A circuit failed in a simulator process, or the process ended under it. Other circuits are not concerned.</summary>
public sealed class QuantumProcessException : CovalentException
{
    /// <summary>Creates the error.</summary>
    public QuantumProcessException(string message)
        : base(message)
    {
    }
}
