using Covalent.Quantum.Measurements;

namespace Covalent.Quantum.Devices;

/// <summary>
/// Draws the shots of one circuit. Shot s takes its random numbers at position s of the streams of this run, so the same shots come out
/// whether branches are followed together or shot by shot.
/// </summary>
internal sealed class ShotSampler(CircuitPlan plan, SamplingPlan sampling, BranchWalk walk, string device, CounterRandom random)
{
    private const ulong BranchStream = 1UL << 32;

    private const ulong ShadowStream = 2UL << 32;

    private const ulong FillStream = 3UL << 32;

    public SampleSet Draw(int shots, MidCircuitMethod method, PostselectMode postselect)
    {
        var draft = new Draft(shots, sampling);
        var takes = postselect == PostselectMode.FillShots && plan.Steps.OfType<MeasureStep>().Any(static step => step.Postselect is not null)
            ? FollowDrawnBranches(shots)
            : FollowChance();
        int[] all = [.. Enumerable.Range(0, shots)];
        if (method == MidCircuitMethod.OneShot && plan.OnlyProgram is null)
        {
            foreach (var shot in all)
            {
                walk.Visit([shot], takes, (branch, own) => Read(branch, own, draft));
            }
        }
        else
        {
            walk.Visit(all, takes, (branch, own) => Read(branch, own, draft));
        }

        return draft.ToSampleSet();
    }

    private TakesOne FollowChance() => (step, _, probabilities, shot) =>
        random.Split(BranchStream + (ulong)step).NextDouble((ulong)shot) * (probabilities[0] + probabilities[1]) >= probabilities[0];

    /// <summary>Every shot first draws a whole branch that survives the postselection, with the branch's probability.</summary>
    private TakesOne FollowDrawnBranches(int shots)
    {
        var (paths, weights) = (new List<string>(), new List<double>());
        walk.VisitPaths((path, weight) =>
        {
            paths.Add(path);
            weights.Add(weight);
        });
        var total = weights.Sum();
        if (!(total > 0))
        {
            throw new DeviceException(device, "the postselected outcome has probability 0, so no shot can be filled.");
        }

        double[] normalised = [.. weights.Select(weight => weight / total)];
        var drawn = new ulong[shots];
        InverseDistribution.Draw(normalised, Uniforms(random.Split(FillStream), [.. Enumerable.Range(0, shots)]), drawn);
        return (_, path, _, shot) => paths[(int)drawn[shot]][path.Length] == '1';
    }

    private void Read(Branch branch, int[] shots, Draft draft)
    {
        for (var group = 0; group < sampling.Rotations.Length; group++)
        {
            var uniforms = Uniforms(random.Split((ulong)group), shots);
            var outcomes = draft.Outcomes[group];
            if (shots.Length == outcomes.Length)
            {
                Sample(branch.State, sampling.Rotations[group], uniforms, outcomes);
                continue;
            }

            var own = new ulong[shots.Length];
            Sample(branch.State, sampling.Rotations[group], uniforms, own);
            for (var i = 0; i < shots.Length; i++)
            {
                outcomes[shots[i]] = own[i];
            }
        }

        foreach (var shadow in sampling.Readouts.OfType<ShadowReadout>())
        {
            ReadShadow(branch, shots, shadow, draft.Shadows[shadow.Measurement]);
        }

        foreach (var shot in shots)
        {
            draft.Bits[shot] = branch.Bits;
        }
    }

    private void ReadShadow(Branch branch, int[] shots, ShadowReadout shadow, ShadowSamples samples)
    {
        var bases = shadow.Measurement.Seed is { } seed ? new CounterRandom((ulong)seed, 0) : random.Split(ShadowStream);
        foreach (var shot in shots)
        {
            samples.Recipes[shot] = shadow.Recipe(bases, shot);
        }

        // Shots with the same bases share one rotated state.
        foreach (var same in shots.GroupBy(shot => string.Concat(samples.Recipes[shot])))
        {
            int[] members = [.. same];
            var outcomes = new ulong[members.Length];
            Sample(branch.State, shadow.Rotation(samples.Recipes[members[0]]), Uniforms(random.Split(ShadowStream + 1), members), outcomes);
            for (var i = 0; i < members.Length; i++)
            {
                samples.Outcomes[members[i]] = outcomes[i];
            }
        }
    }

    private static void Sample(IQuantumState state, QubitProgram? rotation, double[] uniforms, ulong[] outcomes)
    {
        if (rotation is null)
        {
            state.Sample(uniforms, outcomes);
            return;
        }

        using var rotated = state.Clone();
        rotated.Run(rotation, []);
        rotated.Sample(uniforms, outcomes);
    }

    private static double[] Uniforms(CounterRandom stream, int[] shots)
    {
        var uniforms = new double[shots.Length];
        stream.NextDoubles(shots, uniforms);
        return uniforms;
    }

    /// <summary>Samples by number of shot; shots that no branch took have no bits.</summary>
    private sealed class Draft(int shots, SamplingPlan sampling)
    {
        public ulong[][] Outcomes { get; } = [.. sampling.Rotations.Select(_ => new ulong[shots])];

        public bool[]?[] Bits { get; } = new bool[shots][];

        public Dictionary<Measurement, ShadowSamples> Shadows { get; } = sampling.Readouts.OfType<ShadowReadout>()
            .Select(static shadow => shadow.Measurement).Distinct(ReferenceEqualityComparer.Instance).Cast<Measurement>()
            .ToDictionary(static measurement => measurement, _ => new ShadowSamples(new int[shots][], new ulong[shots]), ReferenceEqualityComparer.Instance as IEqualityComparer<Measurement>);

        public SampleSet ToSampleSet()
        {
            if (Array.IndexOf(Bits, null) < 0)
            {
                return new([.. Enumerable.Range(0, Bits.Length)], Outcomes, Bits!, Shadows);
            }

            int[] kept = [.. Enumerable.Range(0, Bits.Length).Where(shot => Bits[shot] is not null)];

            var shadows = Shadows.ToDictionary(
                static entry => entry.Key,
                entry => new ShadowSamples(Pick(entry.Value.Recipes, kept), Pick(entry.Value.Outcomes, kept)),
                Shadows.Comparer);
            return new(kept, [.. Outcomes.Select(outcomes => Pick(outcomes, kept))], Pick(Bits!, kept)!, shadows);
        }

        private static T[] Pick<T>(T[] values, int[] kept) => [.. kept.Select(shot => values[shot])];
    }
}
