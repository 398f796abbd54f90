using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// Fills in the factors of all calls for a set of angles. Kernels leave common factors (the cosines of rotations) out; the binder
/// multiplies them up and lets one operation per stretch, the anchor, apply them.
/// </summary>
internal sealed unsafe class ProgramBinder
{
    private readonly KernelGate[] _gates;
    private readonly Complex[][] _matrices;
    private readonly MatrixSource[] _sources;
    private readonly KernelSet _kernels;
    private readonly KernelCall* _calls;
    private readonly HalfAngles _angles;
    private readonly ChainOperators _chains;
    private readonly double _largestFactor;
    private readonly Entry[] _entries;
    private readonly int[] _globalPhases;
    private readonly double[] _leftOut;
    private readonly double _smallest;

    // Calls whose kernels serve other angles too, see QuickChain.
    private readonly bool[] _isQuick;
    private readonly (OperatorClass Low, OperatorClass High)[] _shapes;

    public ProgramBinder(
        ProgramPlan plan, Complex[][] matrices, MatrixSource[] sources, KernelSet kernels, KernelCall* calls, int count, KernelAngle[] angles)
    {
        _gates = plan.Gates;
        _matrices = matrices;
        _sources = sources;
        _kernels = kernels;
        _calls = calls;
        Count = count;
        _angles = new(angles);
        _chains = new(_gates, matrices, _angles, kernels.SmallestDivisor);
        _largestFactor = kernels.LargestFactor;
        _entries = Entries(plan, count);
        _leftOut = new double[count];
        _smallest = kernels.SmallestDivisor;
        _isQuick = new bool[count];
        _shapes = new (OperatorClass, OperatorClass)[count];
        _globalPhases = [.. Enumerable.Range(0, _gates.Length).Where(index => _gates[index].Kind == KernelGateKind.GlobalPhase)];
        BindTables();
    }

    /// <summary>Whether <see cref="LeftOut"/> is wanted.</summary>
    public bool KeepsFactors { get; init; }

    /// <summary>Number of calls, without the final factor.</summary>
    public int Count { get; }

    public void Bind(ReadOnlySpan<double> parameters)
    {
        _angles.Compute(parameters);
        foreach (var source in _sources)
        {
            _matrices[source.Matrix] = source.Compute(parameters.Slice(source.First, source.Count));
            _chains.Refresh(source.Matrix);
        }

        var scale = Complex.One;
        foreach (int gate in _globalPhases)
        {
            scale *= Complex.FromPolarCoordinates(1, _angles.Angle(_gates[gate].Slot));
        }

        int anchor = -1;
        for (int index = 0; index < _entries.Length; index++)
        {
            bool canAbsorb = _entries[index].CanAbsorb;
            if (canAbsorb && anchor < 0)
            {
                // Bound when the factors of its stretch are known.
                anchor = index;
                continue;
            }

            if (canAbsorb && IsTooLarge(scale))
            {
                BindCall(anchor, absorb: true, ref scale);
                anchor = index;
                continue;
            }

            BindCall(index, absorb: false, ref scale);
        }

        if (anchor >= 0)
        {
            BindCall(anchor, absorb: true, ref scale);
        }

        _kernels.BindScale(_calls + Count, scale);
    }

    /// <summary>Magnitude of the factor that a call left out; for an anchor the inverse of what it applied.</summary>
    public double LeftOut(int call) => _leftOut[call];

    private void BindCall(int index, bool absorb, ref Complex scale)
    {
        if (!KeepsFactors)
        {
            if (!absorb && _isQuick[index] && TryRewrite(index, ref scale))
            {
                return;
            }

            BindInstruction(index, absorb, ref scale);
            _isQuick[index] = !absorb && CanRewrite(index);
            return;
        }

        double before = Complex.Abs(scale);
        BindInstruction(index, absorb, ref scale);
        _leftOut[index] = absorb ? 1 / before : Complex.Abs(scale) / before;
    }

    /// <summary>Whether the kernels chosen for a call serve other angles too.</summary>
    private bool CanRewrite(int index)
    {
        var chains = _entries[index].Chains;
        foreach (ref readonly var chain in chains.AsSpan())
        {
            var shape = chain.IsUpper ? _shapes[index].High : _shapes[index].Low;
            bool serves = shape is OperatorClass.ImaginaryRotation or OperatorClass.RealRotation or OperatorClass.Phase
                || (shape == OperatorClass.General && chain.Slot < 0);
            if (!serves)
            {
                return false;
            }
        }

        return chains.Length > 0;
    }

    /// <summary>New factors for kernels that stay; false, with nothing changed, when an angle needs another kernel.</summary>
    private bool TryRewrite(int index, ref Complex scale)
    {
        var product = scale;
        foreach (ref readonly var chain in _entries[index].Chains.AsSpan())
        {
            if (!(chain.Slot < 0 ? TryRewriteProduct(index, chain, ref product) : TryRewriteRotation(_calls + index, chain, ref product)))
            {
                return false;
            }
        }

        scale = product;
        return true;
    }

    private bool TryRewriteRotation(KernelCall* call, in QuickChain chain, ref Complex scale)
    {
        double sin = _angles.Sin(chain.Slot), cos = _angles.Cos(chain.Slot);
        if (chain.Kind is KernelGateKind.RotationX or KernelGateKind.RotationY)
        {
            if (Math.Abs(cos) < _smallest)
            {
                return false;
            }

            scale = new(scale.Real * cos, scale.Imaginary * cos);
            _kernels.RewriteTangent(call, chain.IsUpper, _angles.Tan(chain.Slot), isImaginary: chain.Kind == KernelGateKind.RotationX);
            return true;
        }

        if (chain.Kind == KernelGateKind.RotationZ)
        {
            scale = new((scale.Real * cos) + (scale.Imaginary * sin), (scale.Imaginary * cos) - (scale.Real * sin));
        }

        _kernels.RewritePhase(call, chain.IsUpper, chain.Position, (cos * cos) - (sin * sin), 2 * sin * cos);
        return true;
    }

    private bool TryRewriteProduct(int index, in QuickChain chain, ref Complex scale)
    {
        if (!_chains.TryMultiply(chain.Gates, ref scale, out var rotation))
        {
            return false;
        }

        var call = _calls + index;
        var shape = chain.IsUpper ? _shapes[index].High : _shapes[index].Low;
        if (shape != OperatorClass.General)
        {
            return TryRewriteOneAxis(call, chain, shape, rotation, ref scale);
        }

        double size = (rotation.W * rotation.W) + (rotation.Z * rotation.Z);
        if (size < _smallest * _smallest)
        {
            return false;
        }

        scale = new((scale.Real * rotation.W) + (scale.Imaginary * rotation.Z), (scale.Imaginary * rotation.W) - (scale.Real * rotation.Z));
        _kernels.RewriteGeneral(call, chain.IsUpper, chain.Position, rotation, size);
        return true;
    }

    /// <summary>Rotations about one axis, one after the other, are a rotation about it.</summary>
    private bool TryRewriteOneAxis(KernelCall* call, in QuickChain chain, OperatorClass shape, in Rotation rotation, ref Complex scale)
    {
        if (shape == OperatorClass.Phase)
        {
            if (rotation is not { X: 0, Y: 0 })
            {
                return false;
            }

            scale = new((scale.Real * rotation.W) + (scale.Imaginary * rotation.Z), (scale.Imaginary * rotation.W) - (scale.Real * rotation.Z));
            _kernels.RewritePhase(call, chain.IsUpper, chain.Position, (rotation.W * rotation.W) - (rotation.Z * rotation.Z), 2 * rotation.Z * rotation.W);
            return true;
        }

        bool isImaginary = shape == OperatorClass.ImaginaryRotation;
        if (rotation.Z != 0 || (isImaginary ? rotation.Y : rotation.X) != 0 || Math.Abs(rotation.W) < _smallest)
        {
            return false;
        }

        scale = new(scale.Real * rotation.W, scale.Imaginary * rotation.W);
        _kernels.RewriteTangent(call, chain.IsUpper, (isImaginary ? rotation.X : rotation.Y) / rotation.W, isImaginary);
        return true;
    }

    private void BindInstruction(int index, bool absorb, ref Complex scale)
    {
        var call = _calls + index;
        ref readonly var entry = ref _entries[index];
        var instruction = entry.Instruction;
        switch (instruction.Kind)
        {
            case InstructionKind.Single:
                var single = absorb ? Absorb(_chains.Matrix(instruction.LowChain), ref scale) : _chains.Reduce(instruction.LowChain, ref scale);
                _shapes[index] = (single.Class, default);
                _kernels.BindSingle(call, entry.Low, single);
                break;
            case InstructionKind.Pair:
                BindPair(index, absorb, ref scale);
                break;
            case InstructionKind.Controlled:
                _kernels.BindControlled(call, entry.Low, _chains.Matrix(instruction.Gate));
                break;
            case InstructionKind.Polynomial:
                BindPolynomial(call, instruction, absorb, ref scale);
                break;
            case InstructionKind.Parity:
                _kernels.BindParityPhase(call, _angles.Sin(_gates[instruction.Gate].Slot), _angles.Cos(_gates[instruction.Gate].Slot));
                break;
            case InstructionKind.PauliRotation:
                var word = _gates[instruction.Gate];
                _kernels.BindPauliRotation(
                    call, _angles.Sin(word.Slot), _angles.Cos(word.Slot), BitOperations.PopCount(word.FlipMask & word.SignMask));
                break;
            case InstructionKind.Dense or InstructionKind.DiagonalTable or InstructionKind.Permutation when _gates[instruction.Gate].IsComputed:
                BindTable(call, entry);
                break;
        }
    }

    private void BindPair(int index, bool absorb, ref Complex scale)
    {
        var call = _calls + index;
        ref readonly var entry = ref _entries[index];
        var instruction = entry.Instruction;
        if (instruction.Link == PairLink.Phase)
        {
            BindPhasePair(call, entry, absorb, ref scale);
            return;
        }

        var low = _chains.Reduce(instruction.LowChain, ref scale);
        var high = absorb ? Absorb(_chains.Matrix(instruction.HighChain), ref scale) : _chains.Reduce(instruction.HighChain, ref scale);
        _shapes[index] = (low.Class, high.Class);
        _kernels.BindPair(call, entry.Low, entry.High, low, high, instruction.Link, Complex.One);
    }

    private void BindPhasePair(KernelCall* call, in Entry entry, bool absorb, ref Complex scale)
    {
        var instruction = entry.Instruction;
        var gate = _gates[instruction.Gate];
        var terms = QuadraticTerms.Of(gate, _angles.Angle(gate.Slot));
        scale *= Polar(terms.Constant);
        var low = _chains.Reduce(instruction.LowChain, terms.FirstLinear, ref scale);
        var high = absorb
            ? Absorb(_chains.Matrix(instruction.HighChain, terms.SecondLinear), ref scale)
            : _chains.Reduce(instruction.HighChain, terms.SecondLinear, ref scale);
        _kernels.BindPair(call, entry.Low, entry.High, low, high, PairLink.Phase, Polar(terms.Coupling));
    }

    private static ReducedOperator Absorb(in Matrix2 matrix, ref Complex scale)
    {
        var whole = ReducedOperator.Whole(scale * matrix);
        scale = Complex.One;
        return whole;
    }

    private void BindPolynomial(KernelCall* call, Instruction instruction, bool absorb, ref Complex scale)
    {
        var polynomial = (PhasePolynomialPayload*)call->Payload;
        int qubits = polynomial->Qubits;
        new Span<double>(polynomial->Linear, qubits).Clear();
        new Span<double>(polynomial->Quadratic, qubits * qubits).Clear();
        double constant = 0;
        foreach (int index in instruction.Phases)
        {
            var terms = QuadraticTerms.Of(_gates[index], _angles.Angle(_gates[index].Slot));
            constant += terms.Constant;
            polynomial->Linear[terms.First] += terms.FirstLinear;
            if (terms.Second >= 0)
            {
                polynomial->Linear[terms.Second] += terms.SecondLinear;
                polynomial->Quadratic[(terms.First * qubits) + terms.Second] += terms.Coupling;
                polynomial->Quadratic[(terms.Second * qubits) + terms.First] += terms.Coupling;
            }
        }

        polynomial->Constant = Polar(constant);
        if (absorb)
        {
            polynomial->Constant *= scale;
            scale = Complex.One;
        }

        _kernels.BindPhasePolynomial(call);
    }

    private void BindTable(KernelCall* call, in Entry entry)
    {
        var entries = _matrices[_gates[entry.Instruction.Gate].Matrix];
        switch (entry.Instruction.Kind)
        {
            case InstructionKind.Dense:
                _kernels.BindDense(call, entry.Targets, entries);
                break;
            case InstructionKind.DiagonalTable:
                _kernels.BindDiagonalTable(call, entries);
                break;
            case InstructionKind.Permutation:
                _kernels.BindPermutation(call, entries);
                break;
        }
    }

    /// <summary>Tables that do not depend on parameters are written once.</summary>
    private void BindTables()
    {
        for (int index = 0; index < _entries.Length; index++)
        {
            if (_entries[index].Instruction.Kind is InstructionKind.Dense or InstructionKind.DiagonalTable or InstructionKind.Permutation)
            {
                BindTable(_calls + index, _entries[index]);
            }
        }
    }

    /// <summary>Matrix of a one-qubit gate with the present angles.</summary>
    public Matrix2 GateMatrix(int gate) => _chains.Matrix(gate);

    private static Complex Polar(double angle) => angle == 0 ? Complex.One : Complex.FromPolarCoordinates(1, angle);

    private bool IsTooLarge(Complex scale)
    {
        double size = Math.Abs(scale.Real) + Math.Abs(scale.Imaginary);
        return size > _largestFactor || size * _largestFactor < 1;
    }

    private static Entry[] Entries(ProgramPlan plan, int count)
    {
        var entries = new List<Entry>(count);
        foreach (var sweep in plan.Sweeps)
        {
            var positions = ProgramCalls.Positions(sweep, 64);
            foreach (var instruction in sweep.Instructions)
            {
                int[] qubits = instruction.Kind == InstructionKind.Dense ? plan.Gates[instruction.Gate].Targets : [];
                int low = instruction.Low < 0 ? -1 : positions[instruction.Low], high = instruction.High < 0 ? -1 : positions[instruction.High];
                entries.Add(new(
                    instruction,
                    low,
                    high,
                    Array.ConvertAll(qubits, qubit => positions[qubit]),
                    instruction.Kind is InstructionKind.Single or InstructionKind.Pair or InstructionKind.Polynomial,
                    QuickChain.Of(instruction, plan.Gates, low, high)));
            }
        }

        return [.. entries];
    }

    /// <summary>An instruction with its place in the tile.</summary>
    private readonly record struct Entry(Instruction Instruction, int Low, int High, int[] Targets, bool CanAbsorb, QuickChain[] Chains);
}
