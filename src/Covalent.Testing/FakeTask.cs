using System.Buffers;
using Covalent.Core.Execution;

namespace Covalent.Testing;

/// <summary>A task that <see cref="FakeExecutor"/> holds until the test ends it. Ending it twice has no effect.</summary>
public sealed class FakeTask
{
    private readonly FakeDriver _driver;
    private readonly TaskAttempt _attempt;

    internal FakeTask(FakeDriver driver, TaskAttempt attempt)
    {
        _driver = driver;
        _attempt = attempt;
    }

    /// <summary>Name of the electron.</summary>
    public string Name => _attempt.Template.Name;

    /// <summary>The dispatch it belongs to.</summary>
    public string DispatchId => _attempt.Dispatch.DispatchId;

    /// <summary>Its node.</summary>
    public int NodeId => _attempt.NodeId;

    /// <summary>Number of this attempt, from 1.</summary>
    public int Attempt => _attempt.Number;

    /// <summary>Completes it without a value.</summary>
    public void Complete() => _driver.Finish(_attempt, new TaskOutcome { Status = Status.Completed });

    /// <summary>Completes it with a value.</summary>
    public void Complete<T>(T value) => _driver.Finish(_attempt, OutcomeOf(value));

    /// <summary>Fails it.</summary>
    /// <param name="message">What the failure says.</param>
    /// <param name="kind">Who is to blame. Default: user code.</param>
    public void Fail(string message, FailureKind kind = FailureKind.UserCode) => _driver.Finish(_attempt, OutcomeOf(new FailureInfo(kind, "fake", message)));

    internal static TaskOutcome OutcomeOf<T>(T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        ValueCodec.For<T>().Encode(value, bytes);
        return new TaskOutcome { Status = Status.Completed, Result = new EncodedValue(PayloadCodecs.Binary, bytes.WrittenMemory) };
    }

    internal static TaskOutcome OutcomeOf(FailureInfo failure) => TaskOutcome.FromFailure(failure, 0, 0);
}
