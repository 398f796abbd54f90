using System.Numerics;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.StateVector;

/// <summary>Reads and edits amplitudes of either precision outside of kernels. Indices are raw, layouts are the caller's business.</summary>
internal abstract unsafe class AmplitudeReader
{
    public static AmplitudeReader For(Precision precision) =>
        precision == Precision.Double ? new AmplitudeReader<double>() : new AmplitudeReader<float>();

    public abstract Complex Get(void* amplitudes, nint index);

    public abstract void Set(void* amplitudes, nint index, Complex value);

    /// <summary>Running sums, from <paramref name="before"/> on, of |amplitude|² at <paramref name="start"/> | offset.</summary>
    public abstract void AddWeights(void* amplitudes, ulong start, ReadOnlySpan<ulong> offsets, double before, Span<double> running);

    /// <summary>Adds |amplitude|² of amplitudes from … to-1 to result[map[index]].</summary>
    public abstract void AddProbabilities(void* amplitudes, nint from, nint to, BitMap map, double[] result);

    /// <summary>Sum of |amplitude|² over amplitudes from … to-1 whose index has the bits <paramref name="values"/> under the mask.</summary>
    public abstract double Weight(void* amplitudes, nint from, nint to, ulong mask, ulong values);

    /// <summary>Multiplies amplitudes whose index fits by a factor and sets the others to zero.</summary>
    public abstract void Project(void* amplitudes, nint from, nint to, ulong mask, ulong values, double factor);
}

/// <inheritdoc/>
internal sealed unsafe class AmplitudeReader<TReal> : AmplitudeReader
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    public override Complex Get(void* amplitudes, nint index)
    {
        var at = (TReal*)amplitudes + (2 * index);
        return new(double.CreateTruncating(at[0]), double.CreateTruncating(at[1]));
    }

    public override void Set(void* amplitudes, nint index, Complex value)
    {
        var at = (TReal*)amplitudes + (2 * index);
        at[0] = TReal.CreateTruncating(value.Real);
        at[1] = TReal.CreateTruncating(value.Imaginary);
    }

    public override void AddWeights(void* amplitudes, ulong start, ReadOnlySpan<ulong> offsets, double before, Span<double> running)
    {
        for (int entry = 0; entry < running.Length; entry++)
        {
            running[entry] = before += Weight((TReal*)amplitudes + (2 * (start | offsets[entry])));
        }
    }

    public override void AddProbabilities(void* amplitudes, nint from, nint to, BitMap map, double[] result)
    {
        var table = map.Table;
        for (nint index = from; index < to;)
        {
            ulong high = map[(ulong)index >> BitMap.TableBits << BitMap.TableBits];
            nint end = nint.Min(to, (index | ((1 << BitMap.TableBits) - 1)) + 1);
            for (; index < end; index++)
            {
                result[high | table[(int)index & ((1 << BitMap.TableBits) - 1)]] += Weight((TReal*)amplitudes + (2 * index));
            }
        }
    }

    public override double Weight(void* amplitudes, nint from, nint to, ulong mask, ulong values)
    {
        double sum = 0;
        for (nint index = from; index < to; index++)
        {
            if (((ulong)index & mask) == values)
            {
                sum += Weight((TReal*)amplitudes + (2 * index));
            }
        }

        return sum;
    }

    public override void Project(void* amplitudes, nint from, nint to, ulong mask, ulong values, double factor)
    {
        var scale = TReal.CreateTruncating(factor);
        for (nint index = from; index < to; index++)
        {
            var own = ((ulong)index & mask) == values ? scale : TReal.Zero;
            var at = (TReal*)amplitudes + (2 * index);
            at[0] *= own;
            at[1] *= own;
        }
    }

    private static double Weight(TReal* at)
    {
        double re = double.CreateTruncating(at[0]), im = double.CreateTruncating(at[1]);
        return (re * re) + (im * im);
    }
}
