namespace Covalent.Quantum;

/// <summary>How a cluster chooses the executor of each circuit.</summary>
public abstract class Selector
{
    /// <summary>One after the other, per circuit, exactly evenly also under concurrent calls. The default.</summary>
    public static Selector Cyclic { get; } = new CyclicSelector();

    /// <summary>By chance.</summary>
    /// <param name="seed">Makes the choices repeatable; null for a fresh seed.</param>
    public static Selector Random(int? seed = null) => new RandomSelector(seed);

    /// <summary>By a function of the circuit and the executors, which must return one of them. Must be thread-safe.</summary>
    public static Selector Custom(Func<Circuit, IReadOnlyList<BaseQExecutor>, BaseQExecutor> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        return new CustomSelector(choose);
    }

    /// <summary>A selector by its documented name.</summary>
    /// <exception cref="ArgumentException">The name is neither <c>cyclic</c> nor <c>random</c>.</exception>
    public static Selector Parse(string name) => name switch
    {
        "cyclic" => Cyclic,
        "random" => Random(),
        _ => throw new ArgumentException($"There is no selector \"{name}\"; use \"cyclic\", \"random\" or Selector.Custom.", nameof(name)),
    };

    /// <summary>Makes the choosing function of one cluster, with its own counter or random numbers.</summary>
    internal abstract Func<Circuit, IReadOnlyList<BaseQExecutor>, BaseQExecutor> Open();

    private sealed class CyclicSelector : Selector
    {
        public override string ToString() => "cyclic";

        internal override Func<Circuit, IReadOnlyList<BaseQExecutor>, BaseQExecutor> Open()
        {
            var next = -1L;
            return (_, executors) => executors[(int)((ulong)Interlocked.Increment(ref next) % (ulong)executors.Count)];
        }
    }

    private sealed class RandomSelector(int? seed) : Selector
    {
        public override string ToString() => "random";

        internal override Func<Circuit, IReadOnlyList<BaseQExecutor>, BaseQExecutor> Open()
        {
            var random = seed is { } fixedSeed ? new Random(fixedSeed) : new Random();
            var gate = new Lock();
            return (_, executors) =>
            {
                lock (gate)
                {
                    return executors[random.Next(executors.Count)];
                }
            };
        }
    }

    private sealed class CustomSelector(Func<Circuit, IReadOnlyList<BaseQExecutor>, BaseQExecutor> choose) : Selector
    {
        public override string ToString() => choose.Method.Name;

        internal override Func<Circuit, IReadOnlyList<BaseQExecutor>, BaseQExecutor> Open() => (circuit, executors) =>
        {
            var chosen = choose(circuit, executors);
            return executors.Contains(chosen) ? chosen : throw new InvalidOperationException(
                $"The selector chose {chosen?.Name ?? "nothing"}, which is not one of the cluster's executors ({string.Join(", ", executors.Select(e => e.Name))}).");
        };
    }
}
