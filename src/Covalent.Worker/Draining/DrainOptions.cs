using System.Globalization;

namespace Covalent.Worker.Draining;

/// <summary>The command line of <c>drain</c>: a warm worker that takes jobs from a folder, one after the other. See <c>docs/architecture/remote.md</c>.</summary>
internal sealed record DrainOptions
{
    /// <summary>Folder of the queue: jobs wait in <c>new</c>, finished ones are told in <c>ended</c>.</summary>
    public string Queue { get; private init; } = "";

    /// <summary>Folder of the job folders.</summary>
    public string Jobs { get; private init; } = "";

    /// <summary>Folder of this worker: what it is busy with stands in <c>current</c>.</summary>
    public string Self { get; private init; } = "";

    /// <summary>File in which finished jobs are told; empty for <c>ended</c> of the queue.</summary>
    public string News { get; private init; } = "";

    /// <summary>What is written into the <c>pid</c> file of a job: the process to stop, and when it was started.</summary>
    public string Leader { get; private init; } = "";

    /// <summary>Lead a process group of its own, since nobody else leads one that may be signalled.</summary>
    public bool LeadsGroup { get; private init; }

    /// <summary>How long to wait for another job before leaving; zero leaves as soon as there is none.</summary>
    public TimeSpan Idle { get; private init; }

    /// <summary>Time a task has to end by itself after its token is cancelled.</summary>
    public TimeSpan Grace { get; private init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">An option is unknown, incomplete or missing.</exception>
    public static DrainOptions Parse(IReadOnlyList<string> args)
    {
        var options = new DrainOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"Option '{args[i]}' needs a value.");
            options = args[i] switch
            {
                "--queue" => options with { Queue = Path.GetFullPath(value) },
                "--jobs" => options with { Jobs = Path.GetFullPath(value) },
                "--self" => options with { Self = Path.GetFullPath(value) },
                "--news" => options with { News = Path.GetFullPath(value) },
                "--leader" => options with { Leader = value },
                "--group" => options with { LeadsGroup = value == "own" },
                "--idle" => options with { Idle = Seconds(args[i], value) },
                "--grace" => options with { Grace = Seconds(args[i], value) },
                _ => throw new ArgumentException($"Option '{args[i]}' is unknown."),
            };
        }

        return options is { Queue.Length: > 0, Jobs.Length: > 0, Self.Length: > 0, Leader.Length: > 0 }
            ? options
            : throw new ArgumentException("Options --queue, --jobs, --self and --leader are needed.");
    }

    private static TimeSpan Seconds(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"Option '{name}' needs a number of seconds, not '{value}'.");
}
