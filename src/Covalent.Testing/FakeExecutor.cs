using System.Diagnostics.CodeAnalysis;
using Covalent.Core.Execution;

namespace Covalent.Testing;

/// <summary>An executor for tests: runs no code, but answers what it was told, or holds tasks until the test ends them.</summary>
/// <example><code>
/// var executor = new FakeExecutor().Returns("Load", 42).Fails("Train", "out of memory").Holds("Score");
/// </code></example>
[SuppressMessage("Design", "CA1001", Justification = "The engine that asked for the driver disposes of it.")]
public sealed class FakeExecutor : Executor
{
    private readonly Dictionary<string, Func<TaskAttempt, TaskOutcome?>> _answers = new(StringComparer.Ordinal);
    private readonly FakeDriver _driver;

    /// <summary>Makes an executor whose tasks complete at once without a value.</summary>
    /// <param name="shortName">Name under which graphs ask for it. Default: <c>fake</c>.</param>
    public FakeExecutor(string shortName = "fake")
    {
        ShortName = shortName;
        _driver = new FakeDriver(this) { Answer = Answer };
    }

    /// <inheritdoc />
    public override string ShortName { get; }

    /// <summary>Attempts that were handed over, in order, as <c>dispatch/node#attempt</c>.</summary>
    public IReadOnlyCollection<string> Started => _driver.Started;

    internal FakeDriver Driver => _driver;

    /// <summary>Lets tasks of this name complete with a value.</summary>
    public FakeExecutor Returns<T>(string electron, T value) => On(electron, _ => FakeTask.OutcomeOf(value));

    /// <summary>Lets tasks of this name fail.</summary>
    /// <param name="electron">Name of the electron.</param>
    /// <param name="message">What the failure says.</param>
    /// <param name="attempts">How many attempts fail before the first that completes. Default: all.</param>
    public FakeExecutor Fails(string electron, string message, int attempts = int.MaxValue) => On(electron, attempt => attempt.Number <= attempts
        ? FakeTask.OutcomeOf(new FailureInfo(FailureKind.UserCode, "fake", message))
        : new TaskOutcome { Status = Status.Completed });

    /// <summary>Holds tasks of this name; <see cref="NextAsync"/> gives them to the test.</summary>
    public FakeExecutor Holds(string electron) => On(electron, static _ => null);

    /// <summary>The next task that is held, once it has been handed over.</summary>
    public async Task<FakeTask> NextAsync() => new(_driver, await _driver.NextAsync());

    internal override IExecutorDriver CreateDriver(ExecutorHost host) => _driver;

    private FakeExecutor On(string electron, Func<TaskAttempt, TaskOutcome?> answer)
    {
        lock (_answers)
        {
            _answers[electron] = answer;
        }

        return this;
    }

    private TaskOutcome? Answer(TaskAttempt attempt)
    {
        lock (_answers)
        {
            return _answers.TryGetValue(attempt.Template.Name, out var answer) ? answer(attempt) : new TaskOutcome { Status = Status.Completed };
        }
    }
}
