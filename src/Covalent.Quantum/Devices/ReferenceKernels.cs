using System.Numerics;
using Covalent.Quantum.Gates;

namespace Covalent.Quantum.Devices;

/// <summary>One plain loop per gate form.</summary>
internal static class ReferenceKernels
{
    public static void Apply(Complex[] state, GateForm form, BitLayout layout)
    {
        switch (form.Kind)
        {
            case GateFormKind.Dense:
                ApplyDense(state, form.Matrix!.Entries, layout);
                break;
            case GateFormKind.Diagonal:
                Multiply(state, layout, index => form.Phases[layout.Gather(index)]);
                break;
            case GateFormKind.Permutation:
                ApplyPermutation(state, form, layout);
                break;
            case GateFormKind.PauliRotation:
                ApplyRotation(state, form, layout);
                break;
            case GateFormKind.Phase:
                var phase = Complex.FromPolarCoordinates(1, form.Angle);
                Multiply(state, layout, _ => phase);
                break;
            default:
                throw new InvalidOperationException($"Unknown gate form {form.Kind}.");
        }
    }

    /// <summary>Multiplies the targets by any square matrix, unitary or not.</summary>
    public static void ApplyDense(Complex[] state, Complex[] matrix, BitLayout layout)
    {
        var size = (int)Math.Sqrt(matrix.Length);
        var offsets = Enumerable.Range(0, size).Select(layout.Scatter).ToArray();
        var column = new Complex[size];
        foreach (var rest in layout.RestIndices())
        {
            for (var i = 0; i < size; i++)
            {
                column[i] = state[rest | offsets[i]];
            }

            for (var row = 0; row < size; row++)
            {
                var sum = Complex.Zero;
                for (var i = 0; i < size; i++)
                {
                    sum += matrix[(row * size) + i] * column[i];
                }

                state[rest | offsets[row]] = sum;
            }
        }
    }

    private static void Multiply(Complex[] state, BitLayout layout, Func<long, Complex> factor)
    {
        for (var index = 0L; index < state.Length; index++)
        {
            if (layout.ControlsHold(index))
            {
                state[index] *= factor(index);
            }
        }
    }

    private static void ApplyPermutation(Complex[] state, GateForm form, BitLayout layout)
    {
        var offsets = Enumerable.Range(0, form.Targets.Length).Select(layout.Scatter).ToArray();
        var column = new Complex[form.Targets.Length];
        foreach (var rest in layout.RestIndices())
        {
            for (var i = 0; i < column.Length; i++)
            {
                column[form.Targets[i]] = form.Phases[i] * state[rest | offsets[i]];
            }

            for (var i = 0; i < column.Length; i++)
            {
                state[rest | offsets[i]] = column[i];
            }
        }
    }

    private static void ApplyRotation(Complex[] state, GateForm form, BitLayout layout)
    {
        var (sine, cosine) = Math.SinCos(form.Angle / 2);
        var (x, z) = layout.Masks(form.Word);
        var term = new QubitPauliTerm(1, x, z);
        var minusISine = new Complex(0, -sine);
        for (var index = 0L; index < state.Length; index++)
        {
            var partner = index ^ (long)x;
            if (partner < index || !layout.ControlsHold(index))
            {
                continue;
            }

            var (a, b) = (state[index], state[partner]);
            state[index] = (cosine * a) + (minusISine * PauliPhase.Of(term, (ulong)partner) * b);
            if (partner != index)
            {
                state[partner] = (cosine * b) + (minusISine * PauliPhase.Of(term, (ulong)index) * a);
            }
        }
    }
}

/// <summary>What a Pauli word multiplies a basis state by when it moves it to <c>index ^ XMask</c>.</summary>
internal static class PauliPhase
{
    private static readonly Complex[] PowersOfI = [Complex.One, Complex.ImaginaryOne, -Complex.One, -Complex.ImaginaryOne];

    public static Complex Of(QubitPauliTerm term, ulong index)
    {
        var ys = BitOperations.PopCount(term.XMask & term.ZMask);
        var signs = BitOperations.PopCount(index & term.ZMask);
        return PowersOfI[(ys + (2 * signs)) & 3];
    }
}
