using System.Globalization;
using Covalent.Core.Execution;

namespace Covalent.Executors.Remote;

/// <summary>What a line of a queue's news says about a job.</summary>
internal enum QueueWord
{
    /// <summary>Something that only a look at the machine explains.</summary>
    Look,

    /// <summary>The job has been running for a while.</summary>
    Running,

    /// <summary>It says how far it is.</summary>
    Progress,

    /// <summary>It begins, and nothing is run beside it: it is over with its outcome.</summary>
    Alone,

    /// <summary>Its outcome is there.</summary>
    Ended,

    /// <summary>Whatever was to run after it has run, too.</summary>
    Over,
}

/// <summary>A line of the file <c>ended</c> of a queue: <c>NAME</c>, <c>NAME outcome LENGTH BASE64</c>, <c>NAME running</c>, <c>NAME alone</c>, <c>NAME over</c>,
/// <c>NAME progress TIME FRACTION [MESSAGE]</c>, or something else after a name.</summary>
/// <param name="Job">The job's name.</param>
/// <param name="Word">What is said about it.</param>
/// <param name="Outcome">The outcome itself, when it was small enough to be told.</param>
internal readonly record struct QueueLine(string Job, QueueWord Word, ReadOnlyMemory<byte>? Outcome = null)
{
    /// <summary>How far the job says it is; of a line of that word only.</summary>
    public ProgressNote Progress { get; private init; }

    /// <summary>Reads a line. One that was cut short, by a full disk or otherwise, is never taken for an outcome.</summary>
    public static QueueLine Parse(string line) => line.Split(' ') switch
    {
        [var job] when DetachedJob.IsName(job) => new QueueLine(job, QueueWord.Ended),
        [var job, "over"] => new QueueLine(job, QueueWord.Over),
        [var job, "alone"] => new QueueLine(job, QueueWord.Alone),
        [var job, "running"] => new QueueLine(job, QueueWord.Running),
        [var job, "progress", _, ..] when ProgressNote.TryParse(line[(job.Length + " progress ".Length)..]) is { } note => new QueueLine(job, QueueWord.Progress) { Progress = note },
        [var job, "outcome", var length, var text] when Decode(length, text) is { } outcome => new QueueLine(job, QueueWord.Ended, outcome),
        [var job, ..] => new QueueLine(job, QueueWord.Look),
        [] => new QueueLine("", QueueWord.Look),
    };

    private static ReadOnlyMemory<byte>? Decode(string length, string text)
    {
        byte[] bytes = new byte[text.Length / 4 * 3];
        return int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int whole) && whole > 0 && Convert.TryFromBase64String(text, bytes, out int written) && written == whole
            ? bytes.AsMemory(0, written)
            : (ReadOnlyMemory<byte>?)null;
    }
}
