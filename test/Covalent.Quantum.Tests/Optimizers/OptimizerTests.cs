namespace Covalent.Quantum.Tests.Optimizers;

public sealed class OptimizerTests
{
    private static readonly double[] Start = [1.5, -2];

    public static TheoryData<Optimizer, int> All => new()
    {
        { new GradientDescentOptimizer(0.1), 300 },
        { new MomentumOptimizer(0.02), 300 },
        { new NesterovMomentumOptimizer(0.02), 300 },
        { new AdagradOptimizer(0.5), 500 },
        { new RMSPropOptimizer(0.01), 800 },
        { new AdamOptimizer(0.1), 400 },
        { new QNGOptimizer(0.5), 60 },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Minimize_OfABowl_FindsItsBottom(Optimizer optimizer, int iterations)
    {
        var result = optimizer.Minimize(Bowl(), Start, iterations);
        Assert.Equal(0.3, result.Parameters[0], 0.02);
        Assert.Equal(-0.7, result.Parameters[1], 0.02);
        Assert.Equal(iterations + 1, result.Values.Count);
    }

    [Fact]
    public void Rotosolve_OfASumOfCosines_NeedsOnlyAFewSweeps()
    {
        var objective = new Objective(x => Math.Cos(x[0] - 0.4) + (0.5 * Math.Sin(x[1])) + (0.1 * Math.Cos(x[0]) * Math.Sin(x[1])));
        var result = new RotosolveOptimizer().Minimize(objective, Start, 20);
        var reference = new AdamOptimizer(0.05).Minimize(WithDifferences(objective), Start, 1500);
        Assert.Equal(reference.Value, result.Value, 1e-6);
    }

    [Fact]
    public void Rotosolve_WithHigherFrequencies_FindsTheGlobalMinimumAlongAParameter()
    {
        static double F(double x) => Math.Cos(x) + (0.6 * Math.Cos((2 * x) + 1)) - (0.3 * Math.Sin(3 * x));
        var result = new RotosolveOptimizer([3]).Minimize(new Objective(x => F(x[0])), [0.1], 1);
        var grid = Enumerable.Range(0, 100_000).Min(i => F(2 * Math.PI * i / 100_000));
        Assert.Equal(grid, result.Value, 1e-7);
    }

    [Fact]
    public void Spsa_WithTheSameSeed_TakesTheSameWayDown()
    {
        var first = new SPSAOptimizer(iterations: 300, seed: 5).Minimize(Bowl(), Start, 300);
        var second = new SPSAOptimizer(iterations: 300, seed: 5).Minimize(Bowl(), Start, 300);
        Assert.Equal(first.Values, second.Values);
        Assert.True(first.Value < 0.05);
    }

    [Fact]
    public void AdamStep_MovesByTheStepSizeAtFirst()
    {
        var next = new AdamOptimizer(0.1).Step(new Objective(_ => 0, _ => [4.0, -0.5]), [0, 0]);
        Assert.Equal(-0.1, next[0], 1e-7);
        Assert.Equal(0.1, next[1], 1e-7);
    }

    [Fact]
    public void Reset_ForgetsMomentum()
    {
        var optimizer = new MomentumOptimizer(0.1);
        var objective = new Objective(_ => 0, _ => [1.0]);
        var first = optimizer.Step(objective, [0]);
        Assert.NotEqual(first, optimizer.Step(objective, [0]));
        optimizer.Reset();
        Assert.Equal(first, optimizer.Step(objective, [0]));
    }

    [Fact]
    public void Minimize_WithATolerance_StopsWhenNothingChanges()
    {
        var result = new GradientDescentOptimizer(0.1).Minimize(Bowl(), Start, 10_000, tolerance: 1e-12);
        Assert.True(result.Converged);
        Assert.True(result.Iterations < 500);
    }

    [Fact]
    public void Minimize_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        var progress = new Cancelling(source);
        Assert.Throws<OperationCanceledException>(() => new GradientDescentOptimizer().Minimize(Bowl(), Start, 100, progress: progress, cancellationToken: source.Token));
        Assert.Equal(1, progress.Steps);
    }

    public static TheoryData<string, Action> Wrong => new()
    {
        { "no gradient", () => new AdamOptimizer().Step(new Objective(_ => 0), [1]) },
        { "no metric tensor", () => new QNGOptimizer().Step(new Objective(_ => 0, _ => [1]), [1]) },
        { "not a number", () => new GradientDescentOptimizer().Minimize(new Objective(_ => double.NaN, _ => [0]), [1], 2) },
        { "2 entries for 1 parameters", () => new AdamOptimizer().Step(new Objective(_ => 0, _ => [1, 2]), [1]) },
        { "positive, finite", () => _ = new AdamOptimizer(-1) },
        { "up to but not including 1", () => _ = new MomentumOptimizer(0.1, 1) },
        { "not positive definite", () => new QNGOptimizer().Step(new Objective(_ => 0, _ => [1], _ => new double[,] { { -1 } }), [1]) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WrongUse_IsNamed(string expected, Action use)
    {
        var message = Record.Exception(use)!.Message;
        Assert.Contains(expected.Replace("no ", "", StringComparison.Ordinal), message);
    }

    private static Objective Bowl() => new(
        x => Math.Pow(x[0] - 0.3, 2) + (2 * Math.Pow(x[1] + 0.7, 2)),
        x => [2 * (x[0] - 0.3), 4 * (x[1] + 0.7)],
        _ => new double[,] { { 2, 0 }, { 0, 4 } });

    private static Objective WithDifferences(Objective objective) => new(objective.Value, x =>
    {
        return [.. x.Select((_, i) => (objective.Value(Shift(x, i, 1e-6)) - objective.Value(Shift(x, i, -1e-6))) / 2e-6)];

        static double[] Shift(double[] x, int i, double by) => [.. x.Select((value, k) => k == i ? value + by : value)];
    });

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<OptimizationStep>
    {
        public int Steps { get; private set; }

        public void Report(OptimizationStep value)
        {
            Steps++;
            source.Cancel();
        }
    }
}
