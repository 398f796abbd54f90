using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Gates;

/// <summary>The forms of the gates whose matrix is not a Pauli rotation; conventions of specification section 1.1.</summary>
internal static class GateMatrices
{
    private static readonly Complex I = Complex.ImaginaryOne;

    public static GateForm Identity(ReadOnlySpan<double> p, int targets) => GateForm.Phase(0);

    public static GateForm X(ReadOnlySpan<double> p, int targets) => GateForm.Permutation([1, 0], [1, 1]);

    public static GateForm Y(ReadOnlySpan<double> p, int targets) => GateForm.Permutation([1, 0], [I, -I]);

    public static GateForm Z(ReadOnlySpan<double> p, int targets) => GateForm.Diagonal([1, -1]);

    public static GateForm S(ReadOnlySpan<double> p, int targets) => GateForm.Diagonal([1, I]);

    public static GateForm T(ReadOnlySpan<double> p, int targets) => GateForm.Diagonal([1, Phase(Math.PI / 4)]);

    public static GateForm Hadamard(ReadOnlySpan<double> p, int targets)
    {
        var h = Math.Sqrt(0.5);
        return Dense(h, h, h, -h);
    }

    public static GateForm SX(ReadOnlySpan<double> p, int targets)
    {
        var (a, b) = (new Complex(0.5, 0.5), new Complex(0.5, -0.5));
        return Dense(a, b, b, a);
    }

    public static GateForm PhaseShift(ReadOnlySpan<double> p, int targets) => GateForm.Diagonal([1, Phase(p[0])]);

    public static GateForm U2(ReadOnlySpan<double> p, int targets) => U3(Math.PI / 2, p[0], p[1]);

    public static GateForm U3(ReadOnlySpan<double> p, int targets) => U3(p[0], p[1], p[2]);

    public static GateForm Rot(ReadOnlySpan<double> p, int targets)
    {
        var (sine, cosine) = Math.SinCos(p[1] / 2);
        var (sum, difference) = ((p[0] + p[2]) / 2, (p[0] - p[2]) / 2);
        return Dense(Phase(-sum) * cosine, -Phase(difference) * sine, Phase(-difference) * sine, Phase(sum) * cosine);
    }

    public static GateForm Swap(ReadOnlySpan<double> p, int targets) => Exchange(Complex.One);

    public static GateForm ISwap(ReadOnlySpan<double> p, int targets) => Exchange(I);

    public static GateForm PSwap(ReadOnlySpan<double> p, int targets) => Exchange(Phase(p[0]));

    public static GateForm SISwap(ReadOnlySpan<double> p, int targets) => MiddleBlock(1, Math.Sqrt(0.5), I * Math.Sqrt(0.5));

    public static GateForm Ecr(ReadOnlySpan<double> p, int targets)
    {
        var h = Math.Sqrt(0.5);
        return GateForm.Dense(new(4, [0, 0, h, I * h, 0, 0, I * h, h, h, -I * h, 0, 0, -I * h, h, 0, 0]));
    }

    public static GateForm CPhase00(ReadOnlySpan<double> p, int targets) => GateForm.Diagonal([Phase(p[0]), 1, 1, 1]);

    public static GateForm CPhase01(ReadOnlySpan<double> p, int targets) => GateForm.Diagonal([1, Phase(p[0]), 1, 1]);

    public static GateForm CPhase10(ReadOnlySpan<double> p, int targets) => GateForm.Diagonal([1, 1, Phase(p[0]), 1]);

    public static GateForm IsingXY(ReadOnlySpan<double> p, int targets) => MiddleBlock(1, Math.Cos(p[0] / 2), I * Math.Sin(p[0] / 2));

    public static GateForm FermionicSwap(ReadOnlySpan<double> p, int targets)
    {
        var half = Phase(p[0] / 2);
        var form = MiddleBlock(1, half * Math.Cos(p[0] / 2), -I * half * Math.Sin(p[0] / 2));
        form.Matrix![3, 3] = Phase(p[0]);
        return form;
    }

    public static GateForm GlobalPhase(ReadOnlySpan<double> p, int targets) => GateForm.Phase(-p[0]);

    public static GateForm MultiRZ(ReadOnlySpan<double> p, int targets) => GateForm.PauliRotation(new string('Z', targets), p[0]);

    public static GateForm SingleExcitation(ReadOnlySpan<double> p, int targets) => Givens(2, 0b01, 0b10, p[0], Complex.One);

    public static GateForm SingleExcitationPlus(ReadOnlySpan<double> p, int targets) => Givens(2, 0b01, 0b10, p[0], Phase(p[0] / 2));

    public static GateForm SingleExcitationMinus(ReadOnlySpan<double> p, int targets) => Givens(2, 0b01, 0b10, p[0], Phase(-p[0] / 2));

    public static GateForm DoubleExcitation(ReadOnlySpan<double> p, int targets) => Givens(4, 0b0011, 0b1100, p[0], Complex.One);

    public static GateForm DoubleExcitationPlus(ReadOnlySpan<double> p, int targets) => Givens(4, 0b0011, 0b1100, p[0], Phase(p[0] / 2));

    public static GateForm DoubleExcitationMinus(ReadOnlySpan<double> p, int targets) => Givens(4, 0b0011, 0b1100, p[0], Phase(-p[0] / 2));

    /// <summary>Two equal rotations between the spatial orbitals, between two fermionic exchanges of the middle wires.</summary>
    public static GateForm OrbitalRotation(ReadOnlySpan<double> p, int targets)
    {
        var single = SingleExcitation(p, 2).Matrix!;
        var exchange = SquareMatrix.Identity(2).Kronecker(FermionicSwap([Math.PI], 2).Matrix!).Kronecker(SquareMatrix.Identity(2));
        return GateForm.Dense(exchange.Multiply(single.Kronecker(single)).Multiply(exchange));
    }

    public static GateForm GPi(ReadOnlySpan<double> p, int targets) => GateForm.Permutation([1, 0], [Phase(p[0]), Phase(-p[0])]);

    public static GateForm GPi2(ReadOnlySpan<double> p, int targets) => Equator(Math.PI / 2, p[0]);

    public static GateForm PRx(ReadOnlySpan<double> p, int targets) => Equator(p[0], p[1]);

    public static GateForm MS(ReadOnlySpan<double> p, int targets)
    {
        var (sine, cosine) = Math.SinCos(p[2] / 2);
        var matrix = SquareMatrix.Identity(4).Scale(cosine);
        matrix[0, 3] = -I * sine * Phase(-(p[0] + p[1]));
        matrix[1, 2] = -I * sine * Phase(-(p[0] - p[1]));
        matrix[2, 1] = -I * sine * Phase(p[0] - p[1]);
        matrix[3, 0] = -I * sine * Phase(p[0] + p[1]);
        return GateForm.Dense(matrix);
    }

    /// <summary>Wires: carry in, a, b, carry out; b becomes a⊕b and the carry is added to the last wire.</summary>
    public static GateForm QubitCarry(ReadOnlySpan<double> p, int targets) => Classical(4, static bits =>
    {
        var (c, a, b, o) = ((bits >> 3) & 1, (bits >> 2) & 1, (bits >> 1) & 1, bits & 1);
        o ^= a & b;
        b ^= a;
        o ^= c & b;
        return (c << 3) | (a << 2) | (b << 1) | o;
    });

    /// <summary>Wires: a, b, target; the target becomes a⊕b⊕target.</summary>
    public static GateForm QubitSum(ReadOnlySpan<double> p, int targets) =>
        Classical(3, static bits => (bits & 0b110) | ((bits ^ (bits >> 1) ^ (bits >> 2)) & 1));

    public static GateForm Classical(int wires, Func<int, int> map)
    {
        var targets = new int[1 << wires];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = map(i);
        }

        var phases = new Complex[targets.Length];
        Array.Fill(phases, Complex.One);
        return GateForm.Permutation(targets, phases);
    }

    private static GateForm U3(double theta, double phi, double delta)
    {
        var (sine, cosine) = Math.SinCos(theta / 2);
        return Dense(cosine, -Phase(delta) * sine, Phase(phi) * sine, Phase(phi + delta) * cosine);
    }

    private static GateForm Equator(double angle, double axis)
    {
        var (sine, cosine) = Math.SinCos(angle / 2);
        return Dense(cosine, -I * Phase(-axis) * sine, -I * Phase(axis) * sine, cosine);
    }

    private static GateForm Exchange(Complex factor) => GateForm.Permutation([0, 2, 1, 3], [1, factor, factor, 1]);

    private static GateForm MiddleBlock(Complex outside, Complex diagonal, Complex offDiagonal) => GateForm.Dense(new(4,
    [
        outside, 0, 0, 0,
        0, diagonal, offDiagonal, 0,
        0, offDiagonal, diagonal, 0,
        0, 0, 0, outside,
    ]));

    private static GateForm Givens(int wires, int low, int high, double angle, Complex elsewhere)
    {
        var (sine, cosine) = Math.SinCos(angle / 2);
        var matrix = SquareMatrix.Identity(1 << wires).Scale(elsewhere);
        matrix[low, low] = cosine;
        matrix[low, high] = -sine;
        matrix[high, low] = sine;
        matrix[high, high] = cosine;
        return GateForm.Dense(matrix);
    }

    private static GateForm Dense(Complex a, Complex b, Complex c, Complex d) => GateForm.Dense(new(2, [a, b, c, d]));

    private static Complex Phase(double angle) => Complex.FromPolarCoordinates(1, angle);
}
