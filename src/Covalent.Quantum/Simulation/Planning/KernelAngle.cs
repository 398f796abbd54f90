namespace Covalent.Quantum.Simulation.Planning;

/// <summary>An angle of a gate: a constant, or a multiple of one of the circuit's parameters plus a constant.</summary>
internal readonly record struct KernelAngle(double Constant, int Parameter, double Factor)
{
    public static implicit operator KernelAngle(double constant) => new(constant, -1, 0);

    /// <summary>The parameter itself, or a multiple of it.</summary>
    public static KernelAngle Of(int parameter, double factor = 1) => new(0, parameter, factor);

    public double Value(ReadOnlySpan<double> parameters) => Parameter < 0 ? Constant : Constant + (Factor * parameters[Parameter]);

    /// <summary>The angle times a number.</summary>
    public static KernelAngle operator *(double factor, KernelAngle angle) => new(factor * angle.Constant, angle.Parameter, factor * angle.Factor);
}
