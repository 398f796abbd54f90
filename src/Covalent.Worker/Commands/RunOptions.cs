using System.Globalization;

namespace Covalent.Worker.Commands;

/// <summary>The command line of <c>run</c>; see <see cref="WorkerCommand"/> for what each option means.</summary>
internal sealed record RunOptions
{
    public string Package { get; private init; } = "";

    public string Outcome { get; private init; } = "";

    public string? Stdout { get; private init; }

    public string? Stderr { get; private init; }

    public string? WorkDir { get; private init; }

    public TimeSpan? TimeLimit { get; private init; }

    public TimeSpan Grace { get; private init; } = TimeSpan.FromSeconds(10);

    public string? PidFile { get; private init; }

    /// <summary>File in which those who follow it are told of the outcome, under the name of its folder; null tells nobody.</summary>
    public string? News { get; private init; }

    public bool Supervise { get; private init; }

    /// <summary>First task to run: set by a supervisor, which goes on after a task took its process down. -1 without one.</summary>
    public int From { get; private init; } = -1;

    /// <summary>Keeps room on the disk for bad news.</summary>
    public string ReservePath => Outcome + ".reserve";

    /// <summary>The options for a job whose files lie in its own folder.</summary>
    public static RunOptions ForJob(string folder, string workDir, TimeSpan grace) => new()
    {
        Package = Path.Combine(folder, "package"),
        Outcome = Path.Combine(folder, "outcome"),
        Stdout = Path.Combine(folder, "stdout"),
        Stderr = Path.Combine(folder, "stderr"),
        WorkDir = workDir.Length == 0 ? null : Path.GetFullPath(workDir),
        Grace = grace,
    };

    /// <exception cref="ArgumentException">An option is unknown, incomplete or missing.</exception>
    public static RunOptions Parse(IReadOnlyList<string> args)
    {
        var options = new RunOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--supervise")
            {
                options = options with { Supervise = true };
                continue;
            }

            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"Option '{args[i]}' needs a value.");
            options = options.With(args[i], value);
            i++;
        }

        return options.Package.Length > 0 && options.Outcome.Length > 0 ? options : throw new ArgumentException("Options --package and --outcome are needed.");
    }

    /// <summary>The outcome file of one task of a package.</summary>
    public string OutcomeOf(int index, int count) => count == 1 ? Outcome : $"{Outcome}.{index}";

    private RunOptions With(string name, string value) => name switch
    {
        "--package" => this with { Package = Path.GetFullPath(value) },
        "--outcome" => this with { Outcome = Path.GetFullPath(value) },
        "--stdout" => this with { Stdout = Path.GetFullPath(value) },
        "--stderr" => this with { Stderr = Path.GetFullPath(value) },
        "--workdir" => this with { WorkDir = Path.GetFullPath(value) },
        "--time-limit" => this with { TimeLimit = Seconds(name, value) },
        "--grace" => this with { Grace = Seconds(name, value) },
        "--news" => this with { News = Path.GetFullPath(value) },
        "--pid-file" => this with { PidFile = Path.GetFullPath(value) },
        "--from" => this with { From = Number(name, value) },
        _ => throw new ArgumentException($"Option '{name}' is unknown."),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"Option '{name}' needs a whole number from 0 on, not '{value}'.");

    private static TimeSpan Seconds(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"Option '{name}' needs a number of seconds, not '{value}'.");
}
