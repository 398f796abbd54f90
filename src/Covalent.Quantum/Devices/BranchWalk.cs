namespace Covalent.Quantum.Devices;

/// <summary>
/// Follows a plan with measurements inside: at each one the state splits into the outcomes that are possible (and, when sampling, that a
/// shot takes). One state per open branch is alive at a time.
/// </summary>
internal sealed class BranchWalk(CircuitPlan plan, double[] parameters, IStateFactory simulator, CancellationToken cancellationToken)
{
    private static readonly Gate Flip = new(GateKind.PauliX, 0);

    /// <summary>Visits every branch; its weight is its probability.</summary>
    public void Visit(Action<Branch> visit) => Start(new((branch, _, _) => visit(branch), null));

    /// <summary>Visits the outcomes on the way to every branch, and its probability.</summary>
    public void VisitPaths(Action<string, double> visit) => Start(new((branch, path, _) => visit(path, branch.Weight), null));

    /// <summary>Visits every branch that a shot takes.</summary>
    /// <param name="shots">Numbers of the shots.</param>
    /// <param name="takesOne">Whether a shot takes outcome 1, given the step, the outcomes so far and the probability.</param>
    /// <param name="visit">Receives the branch and its shots.</param>
    public void Visit(int[] shots, TakesOne takesOne, Action<Branch, int[]> visit) => Start(new((branch, _, own) => visit(branch, own!), takesOne), shots);

    private void Start(Visitor visitor, int[]? shots = null)
    {
        using var state = simulator.Create(plan.Qubits, cancellationToken);
        plan.Initial.Load(state);
        Walk(0, new(1, state, new bool[plan.BitCount]), "", shots, visitor);
    }

    private void Walk(int index, Branch branch, string path, int[]? shots, Visitor visitor)
    {
        for (; index < plan.Steps.Count; index++)
        {
            switch (Due(plan.Steps[index], branch.Bits))
            {
                case RunStep run:
                    branch.State.Run(run.Program, parameters);
                    break;
                case MeasureStep measure:
                    Split(index, measure, branch, path, shots, visitor);
                    return;
                case ResetStep reset:
                    Split(index, new(reset.Position, -1, true, null), branch, path, shots, visitor);
                    return;
                default:
                    break;
            }
        }

        visitor.Visit(branch, path, shots);
    }

    /// <summary>The step to take, or null when a condition forbids it.</summary>
    private static PlanStep? Due(PlanStep step, bool[] bits)
    {
        while (step is ConditionStep conditional)
        {
            if (conditional.Condition.Evaluate(bits) == 0)
            {
                return null;
            }

            step = conditional.Inner;
        }

        return step;
    }

    private void Split(int index, MeasureStep step, Branch branch, string path, int[]? shots, Visitor visitor)
    {
        var probabilities = branch.State.Probabilities([step.Position]);
        var taken = new List<(int Outcome, int[]? Shots)>(2);
        for (var outcome = 0; outcome < 2; outcome++)
        {
            var own = shots is null ? null : Array.FindAll(shots, shot => visitor.Takes!(index, path, probabilities, shot) == (outcome == 1));
            if (probabilities[outcome] > simulator.NegligibleProbability && (step.Postselect ?? outcome) == outcome && own is not { Length: 0 })
            {
                taken.Add((outcome, own));
            }
        }

        for (var i = 0; i < taken.Count; i++)
        {
            var (outcome, own) = taken[i];
            var isLast = i == taken.Count - 1;
            var state = isLast ? branch.State : branch.State.Clone();
            Enter(state, step, outcome);
            var bits = (bool[])branch.Bits.Clone();
            if (step.Bit >= 0)
            {
                bits[step.Bit] = outcome == 1;
            }

            Walk(index + 1, new(branch.Weight * probabilities[outcome], state, bits), path + (outcome == 1 ? '1' : '0'), own, visitor);
            if (!isLast)
            {
                state.Dispose();
            }
        }
    }

    private static void Enter(IQuantumState state, MeasureStep step, int outcome)
    {
        state.Collapse(step.Position, outcome);
        if (step.Reset && outcome == 1)
        {
            state.Run(new(state.Qubits, [new(Flip, [step.Position], 0)]), []);
        }
    }

    private sealed record Visitor(Action<Branch, string, int[]?> Visit, TakesOne? Takes);
}

/// <summary>Whether a shot takes outcome 1 at a step, given the outcomes before it and the probabilities of 0 and 1.</summary>
internal delegate bool TakesOne(int step, string path, double[] probabilities, int shot);
