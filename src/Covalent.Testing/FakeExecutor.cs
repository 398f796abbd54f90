using System.Diagnostics.CodeAnalysis;
using Covalent.Core.Execution;

namespace Covalent.Testing;

/// <summary>An executor for tests: does what a function says, or holds attempts until the test lets them go.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The engine that asked for the driver disposes of it.")]
public sealed class FakeExecutor : Executor
{
    private readonly FakeDriver _driver;

    /// <summary>Makes an executor whose tasks complete at once with no value.</summary>
    /// <param name="shortName">Name under which graphs ask for it. Default: <c>fake</c>.</param>
    public FakeExecutor(string shortName = "fake")
    {
        ShortName = shortName;
        _driver = new FakeDriver(this);
    }

    /// <inheritdoc />
    public override string ShortName { get; }

    /// <summary>Names of the nodes whose attempts were handed over, in order, as <c>dispatch/node#attempt</c>.</summary>
    public IReadOnlyCollection<string> Started => _driver.Started;

    internal FakeDriver Driver => _driver;

    internal override IExecutorDriver CreateDriver(ExecutorHost host) => _driver;
}
