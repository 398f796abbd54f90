namespace Covalent.Quantum.Gradients;

/// <summary>A simulator that differentiates expectation values by walking the circuit backwards.</summary>
internal interface IAdjointDevice
{
    /// <summary>Why the circuit cannot be differentiated this way; null when it can.</summary>
    string? WhyNotAdjoint(Circuit circuit);

    /// <summary>Expectation values and their derivatives by all flat parameters: measurements × parameters.</summary>
    (double[] Values, double[,] Jacobian) Adjoint(Circuit circuit, CancellationToken cancellationToken);
}
