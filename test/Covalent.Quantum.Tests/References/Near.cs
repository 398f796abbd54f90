using System.Numerics;

namespace Covalent.Quantum.Tests.References;

/// <summary>Comparisons of arrays of numbers.</summary>
internal static class Near
{
    public static void Equal(double expected, double actual, double tolerance = QuantumReference.Tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"expected {expected:R}, got {actual:R}, difference {Math.Abs(expected - actual):G3}");

    public static void Equal(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance = QuantumReference.Tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"entry {i}: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }

    public static void Equal(IReadOnlyList<Complex> expected, IReadOnlyList<Complex> actual, double tolerance = QuantumReference.Tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(Complex.Abs(expected[i] - actual[i]) <= tolerance, $"entry {i}: expected {expected[i]}, got {actual[i]}");
        }
    }

    public static void Equal(Complex[,] expected, Complex[,] actual, double tolerance = QuantumReference.Tolerance) =>
        Equal([.. expected.Cast<Complex>()], [.. actual.Cast<Complex>()], tolerance);
}
