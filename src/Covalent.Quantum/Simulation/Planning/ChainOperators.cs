using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>Chains of one-qubit gates, multiplied out with the present angles and matrices.</summary>
internal sealed class ChainOperators
{
    private readonly ChainStep[] _steps;
    private readonly Complex[][] _matrices;
    private readonly FixedOperator[] _fixed;
    private readonly HalfAngles _angles;
    private readonly double _smallest;

    public ChainOperators(KernelGate[] gates, Complex[][] matrices, HalfAngles angles, double smallest)
    {
        _matrices = matrices;
        _angles = angles;
        _smallest = smallest;
        _steps = Array.ConvertAll(gates, static gate => new ChainStep(gate.Kind, gate.Slot, gate.Matrix));
        _fixed = new FixedOperator[matrices.Length];
        for (int matrix = 0; matrix < matrices.Length; matrix++)
        {
            Refresh(matrix);
        }
    }

    /// <summary>Takes over a matrix that has changed.</summary>
    public void Refresh(int matrix)
    {
        if (_matrices[matrix].Length == 4)
        {
            bool rotates = Rotation.TryOf(Entries(matrix), out var rotation, out var phase);
            _fixed[matrix] = new(rotation, phase, rotates);
        }
    }

    /// <summary>The cheapest operator for a chain; its common factor goes into <paramref name="scale"/>.</summary>
    public ReducedOperator Reduce(int[] chain, ref Complex scale)
    {
        if (chain.Length != 1)
        {
            return chain.Length == 0 ? ReducedOperator.Identity : Reduce(chain, 0, ref scale);
        }

        // A single rotation, by far the most frequent chain, needs no product and no search for zeros.
        ref readonly var step = ref _steps[chain[0]];
        if (step.Slot < 0)
        {
            return Reduce(chain, 0, ref scale);
        }

        double sin = _angles.Sin(step.Slot), cos = _angles.Cos(step.Slot);
        if (step.Kind is KernelGateKind.RotationX or KernelGateKind.RotationY)
        {
            if (Math.Abs(cos) < _smallest)
            {
                return Reduce(chain, 0, ref scale);
            }

            scale = new(scale.Real * cos, scale.Imaginary * cos);
            return step.Kind == KernelGateKind.RotationX ? ReducedOperator.RotationX(sin, cos) : ReducedOperator.RotationY(sin, cos);
        }

        if (step.Kind == KernelGateKind.RotationZ)
        {
            scale *= new Complex(cos, -sin);
        }

        return ReducedOperator.Phase(sin, cos);
    }

    /// <summary>The chain as a rotation, its phases multiplied into <paramref name="scale"/>; false when a gate is not unitary to rounding.</summary>
    public bool TryMultiply(int[] chain, ref Complex scale, out Rotation rotation)
    {
        rotation = Rotation.None;
        foreach (int gate in chain)
        {
            if (!Append(_steps[gate], ref rotation, ref scale))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same with a phase on |1⟩ behind the chain.</summary>
    public ReducedOperator Reduce(int[] chain, double phase, ref Complex scale)
    {
        var rotation = Rotation.None;
        for (int index = 0; index < chain.Length; index++)
        {
            if (!Append(_steps[chain[index]], ref rotation, ref scale))
            {
                return ReduceMatrix(chain, phase, index, ref scale);
            }
        }

        if (phase != 0)
        {
            var (sin, cos) = Math.SinCos(phase / 2);
            rotation = new Rotation(cos, 0, 0, sin) * rotation;
            scale *= new Complex(cos, sin);
        }

        return rotation.Reduce(_smallest, ref scale);
    }

    /// <summary>The chain as one matrix, with all its factors.</summary>
    public Matrix2 Matrix(int[] chain, double phase = 0)
    {
        var product = Matrix2.Identity;
        foreach (int gate in chain)
        {
            product = Matrix(gate) * product;
        }

        if (phase == 0)
        {
            return product;
        }

        var factor = Complex.FromPolarCoordinates(1, phase);
        return new(product.M00, product.M01, factor * product.M10, factor * product.M11);
    }

    /// <summary>Matrix of one gate.</summary>
    public Matrix2 Matrix(int gate)
    {
        var step = _steps[gate];
        return step.Kind switch
        {
            KernelGateKind.RotationX => Matrix2.RotationX(_angles.Sin(step.Slot), _angles.Cos(step.Slot)),
            KernelGateKind.RotationY => Matrix2.RotationY(_angles.Sin(step.Slot), _angles.Cos(step.Slot)),
            KernelGateKind.RotationZ => Matrix2.RotationZ(_angles.Sin(step.Slot), _angles.Cos(step.Slot)),
            KernelGateKind.PhaseShift => Matrix2.PhaseShift(_angles.Sin(step.Slot), _angles.Cos(step.Slot)),
            _ => Entries(step.Matrix),
        };
    }

    private bool Append(in ChainStep step, ref Rotation rotation, ref Complex scale)
    {
        if (step.Slot < 0)
        {
            ref readonly var own = ref _fixed[step.Matrix];
            rotation = own.Rotation * rotation;
            scale *= own.Phase;
            return own.Rotates;
        }

        double sin = _angles.Sin(step.Slot), cos = _angles.Cos(step.Slot);
        switch (step.Kind)
        {
            case KernelGateKind.RotationX:
                rotation = new Rotation(cos, sin, 0, 0) * rotation;
                break;
            case KernelGateKind.RotationY:
                rotation = new Rotation(cos, 0, sin, 0) * rotation;
                break;
            case KernelGateKind.RotationZ:
                rotation = new Rotation(cos, 0, 0, sin) * rotation;
                break;
            default:
                rotation = new Rotation(cos, 0, 0, sin) * rotation;
                scale *= new Complex(cos, sin);
                break;
        }

        return true;
    }

    /// <summary>For matrices that are unitary only to the tolerance of their maker: undoes the phases taken out so far.</summary>
    private ReducedOperator ReduceMatrix(int[] chain, double phase, int failed, ref Complex scale)
    {
        var phases = Complex.One;
        var ignored = Rotation.None;
        for (int index = 0; index <= failed; index++)
        {
            Append(_steps[chain[index]], ref ignored, ref phases);
        }

        scale /= phases;
        return OperatorCoefficients.Reduce(Matrix(chain, phase), _smallest, ref scale);
    }

    private Matrix2 Entries(int matrix) => new(_matrices[matrix][0], _matrices[matrix][1], _matrices[matrix][2], _matrices[matrix][3]);

    /// <summary>What of a gate the product needs.</summary>
    private readonly record struct ChainStep(KernelGateKind Kind, int Slot, int Matrix);

    /// <summary>A constant gate as rotation and phase, where it is one.</summary>
    private readonly record struct FixedOperator(Rotation Rotation, Complex Phase, bool Rotates);
}
