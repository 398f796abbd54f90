using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>Sines, cosines and tangents of half the angles of a program, all at once.</summary>
internal sealed class HalfAngles(KernelAngle[] slots)
{
    private readonly double[] _sin = new double[slots.Length + Vector512<double>.Count];
    private readonly double[] _cos = new double[slots.Length + Vector512<double>.Count];
    private readonly double[] _tan = new double[slots.Length + Vector512<double>.Count];
    private readonly double[] _angles = new double[slots.Length + Vector512<double>.Count];

    public double Angle(int slot) => _angles[slot];

    public double Sin(int slot) => _sin[slot];

    public double Cos(int slot) => _cos[slot];

    public double Tan(int slot) => _tan[slot];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(ReadOnlySpan<double> parameters)
    {
        for (int slot = 0; slot < slots.Length; slot++)
        {
            _angles[slot] = slots[slot].Value(parameters);
        }

        if (Vector512.IsHardwareAccelerated)
        {
            ref double source = ref MemoryMarshal.GetArrayDataReference(_angles);
            for (int slot = 0; slot < slots.Length; slot += Vector512<double>.Count)
            {
                var (sin, cos) = Vector512.SinCos(Vector512.LoadUnsafe(ref source, (nuint)slot) * 0.5);
                sin.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_sin), (nuint)slot);
                cos.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_cos), (nuint)slot);
                (sin / cos).StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_tan), (nuint)slot);
            }

            return;
        }

        for (int slot = 0; slot < slots.Length; slot++)
        {
            (_sin[slot], _cos[slot]) = Math.SinCos(_angles[slot] * 0.5);
            _tan[slot] = _sin[slot] / _cos[slot];
        }
    }
}
