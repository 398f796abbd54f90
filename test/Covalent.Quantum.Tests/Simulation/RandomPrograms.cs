using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Tests.Simulation;

/// <summary>Seeded random circuits over every gate kind the planner knows.</summary>
internal sealed class RandomPrograms(int seed, bool parametric = false)
{
    private readonly Random _random = new(seed);
    private readonly List<double> _parameters = [];

    /// <summary>Values of the parameters, for circuits whose angles are parameters.</summary>
    public double[] Parameters => [.. _parameters];

    public KernelProgramBuilder Create(int qubits, int gates)
    {
        var builder = new KernelProgramBuilder(qubits);
        for (int count = 0; count < gates; count++)
        {
            Add(builder);
        }

        return builder;
    }

    /// <summary>Only the gates of variational circuits: rotations, controlled NOTs, phases.</summary>
    public KernelProgramBuilder CreateVariational(int qubits, int gates)
    {
        var builder = new KernelProgramBuilder(qubits);
        for (int count = 0; count < gates; count++)
        {
            Add(builder, _random.Next(8));
        }

        return builder;
    }

    public Complex[] State(int qubits)
    {
        var state = new Complex[1 << qubits];
        for (int index = 0; index < state.Length; index++)
        {
            state[index] = new(_random.NextDouble() - 0.5, _random.NextDouble() - 0.5);
        }

        double norm = Math.Sqrt(state.Sum(amplitude => (amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary)));
        return Array.ConvertAll(state, amplitude => amplitude / norm);
    }

    public double Value() => _random.Next(12) switch
    {
        0 => Math.PI,
        1 => 0,
        2 => Math.PI / 2,
        3 => -Math.PI,
        _ => (_random.NextDouble() - 0.5) * 12,
    };

    private KernelAngle Angle()
    {
        _parameters.Add(Value());
        return parametric ? KernelAngle.Of(_parameters.Count - 1) : _parameters[^1];
    }

    private void Add(KernelProgramBuilder builder) => Add(builder, _random.Next(builder.Qubits == 1 ? 6 : 21));

    private void Add(KernelProgramBuilder builder, int kind)
    {
        int n = builder.Qubits;
        int first = _random.Next(n);
        if (n == 1)
        {
            kind %= 6;
        }

        int second = n == 1 ? first : (first + 1 + _random.Next(n - 1)) % n;
        ulong bit = 1UL << second;
        _ = kind switch
        {
            0 => builder.RotationX(first, Angle()),
            1 => builder.RotationY(first, Angle()),
            2 => builder.RotationZ(first, Angle()),
            3 => builder.Phase(first, Angle()),
            4 => builder.Hadamard(first),
            5 => builder.Single(first, n == 1 ? Unitary2() : Matrix2.PauliX),
            6 => builder.ControlledNot(first, second),
            7 => builder.Phase(first, Angle(), bit),
            8 => builder.ParityPhase((1UL << first) | bit, Angle()),
            9 => builder.Swap(first, second),
            10 => builder.Single(first, Unitary2()),
            11 => builder.Single(first, Unitary2(), Controls(n, first), (ulong)_random.NextInt64(1L << n)),
            12 => builder.RotationZ(first, Angle(), bit),
            13 => builder.RotationY(first, Angle(), Controls(n, first)),
            14 => builder.Single(first, Matrix2.PauliX, Controls(n, first)),
            15 => builder.ParityPhase(Mask(n), Angle()),
            16 => builder.PauliRotation(Mask(n), (ulong)_random.NextInt64(1L << n), Angle()),
            17 => AddDense(builder),
            18 => builder.Diagonal([first, second], [.. Enumerable.Range(0, 4).Select(_ => Complex.FromPolarCoordinates(1, Value()))]),
            19 => AddPermutation(builder),
            _ => builder.GlobalPhase(Angle()),
        };
    }

    private KernelProgramBuilder AddPermutation(KernelProgramBuilder builder)
    {
        int n = builder.Qubits;
        int[] qubits = [.. Enumerable.Range(0, n).OrderBy(_ => _random.Next()).Take(1 + _random.Next(Math.Min(n, 3)))];
        int[] destinations = [.. Enumerable.Range(0, 1 << qubits.Length).OrderBy(_ => _random.Next())];
        ulong controls = Mask(n);
        foreach (int qubit in qubits)
        {
            controls &= ~(1UL << qubit);
        }

        return builder.Permutation(qubits, destinations, [.. destinations.Select(_ => Complex.FromPolarCoordinates(1, Value()))], controls, (ulong)_random.NextInt64(1L << n));
    }

    private KernelProgramBuilder AddDense(KernelProgramBuilder builder)
    {
        int n = builder.Qubits;
        int[] qubits = [.. Enumerable.Range(0, n).OrderBy(_ => _random.Next()).Take(1 + _random.Next(Math.Min(n, 3)))];
        int size = 1 << qubits.Length;
        var matrix = new Complex[size * size];
        int shift = _random.Next(size);
        for (int row = 0; row < size; row++)
        {
            // A Fourier matrix with a twist: dense and unitary.
            for (int column = 0; column < size; column++)
            {
                matrix[(row * size) + column] =
                    Complex.FromPolarCoordinates(1 / Math.Sqrt(size), (2 * Math.PI * row * (column + shift) / size) + (0.3 * column));
            }
        }

        ulong controls = 0;
        if (qubits.Length < n && _random.Next(2) == 0)
        {
            controls = Mask(n);
            foreach (int qubit in qubits)
            {
                controls &= ~(1UL << qubit);
            }
        }

        return builder.Dense(qubits, matrix, controls, (ulong)_random.NextInt64(1L << n));
    }

    private ulong Mask(int qubits) => 1 + (ulong)_random.NextInt64((1L << qubits) - 1);

    private ulong Controls(int qubits, int target)
    {
        ulong mask = Mask(qubits) & Mask(qubits) & ~(1UL << target);
        return mask == 0 ? 1UL << ((target + 1) % qubits) : mask;
    }

    private Matrix2 Unitary2()
    {
        var (s1, c1) = Math.SinCos(Value() / 2);
        var (s2, c2) = Math.SinCos(Value() / 2);
        var (s3, c3) = Math.SinCos(Value() / 2);
        return Matrix2.RotationZ(s1, c1) * Matrix2.RotationY(s2, c2) * Matrix2.RotationZ(s3, c3);
    }
}
