namespace Covalent.Quantum;

/// <summary>A function of real parameters to be made small, with what optimisers may ask about it.</summary>
public sealed class Objective
{
    private readonly Func<double[], double> _value;
    private readonly Func<double[], double[]>? _gradient;
    private readonly Func<double[], double[,]>? _metric;

    /// <summary>Describes an objective.</summary>
    /// <param name="value">The function; must not keep or change its argument.</param>
    /// <param name="gradient">Its gradient, same length as the parameters; null when the optimiser needs none.</param>
    /// <param name="metric">The Fubini–Study metric tensor of the state, for <see cref="QNGOptimizer"/>; null otherwise.</param>
    public Objective(Func<double[], double> value, Func<double[], double[]>? gradient = null, Func<double[], double[,]>? metric = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
        _gradient = gradient;
        _metric = metric;
    }

    /// <summary>How often the value was asked for.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The value at a point.</summary>
    /// <exception cref="ArithmeticException">The value is not a number.</exception>
    public double Value(double[] parameters)
    {
        Evaluations++;
        var value = _value(parameters);
        return double.IsNaN(value) ? throw new ArithmeticException($"The objective is not a number at [{string.Join(", ", parameters)}].") : value;
    }

    /// <summary>The gradient at a point.</summary>
    /// <exception cref="InvalidOperationException">No gradient was given.</exception>
    public double[] Gradient(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var gradient = (_gradient ?? throw new InvalidOperationException(
            "This optimiser needs a gradient and the objective has none. Give one, or use SPSAOptimizer or RotosolveOptimizer, which need only values."))(parameters);
        return gradient.Length == parameters.Length
            ? gradient
            : throw new InvalidOperationException($"The gradient has {gradient.Length} entries for {parameters.Length} parameters.");
    }

    /// <summary>The metric tensor at a point, parameters × parameters.</summary>
    /// <exception cref="InvalidOperationException">No metric was given.</exception>
    public double[,] Metric(double[] parameters) => (_metric ?? throw new InvalidOperationException(
        "The quantum natural gradient needs a metric tensor and the objective has none. Make the objective from a circuit, or use AdamOptimizer."))(parameters);
}
