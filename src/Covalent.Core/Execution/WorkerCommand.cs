using System.Globalization;

namespace Covalent;

/// <summary>The command line that runs a task package with the worker program. One form for every back end.</summary>
/// <remarks>The worker is started by an installed <c>dotnet</c>, or by the program of a self-contained application. Paths are as the machine that runs the worker sees them; make them absolute, since the task may change its folder.</remarks>
public sealed record WorkerCommand
{
    /// <summary>Exit code of a worker that wrote its outcome, whatever the task did.</summary>
    public const int OutcomeWritten = 0;

    /// <summary>Folder the bundle's files lie in.</summary>
    public required string BundleFolder { get; init; }

    /// <summary>Name of the application in the bundle; see <see cref="BundleManifest.Application"/>.</summary>
    public required string Application { get; init; }

    /// <summary>Whether the bundle brings its own .NET, which then runs the worker: <see cref="BundleManifest.Frameworks"/> is empty. The line then
    /// begins with <c>env</c>, which sets the variable that makes the application's program the worker. Default: false.</summary>
    public bool SelfContained { get; init; }

    /// <summary>The <c>dotnet</c> program. Not used for a self-contained application. Default: <c>dotnet</c>, found by the search path.</summary>
    public string Dotnet { get; init; } = "dotnet";

    /// <summary>The task package.</summary>
    public required string Package { get; init; }

    /// <summary>The outcome file, written atomically (temporary file beside it, then renamed). A package of several tasks writes
    /// <c>FILE.0</c>, <c>FILE.1</c>, …, one as each task ends, in the package's order.</summary>
    public required string Outcome { get; init; }

    /// <summary>File that receives standard output, of child processes too; a copy (capped) is in the outcome. Null: the worker's own
    /// standard output, and the outcome has no copy.</summary>
    public string? Stdout { get; init; }

    /// <summary>File that receives standard error, of child processes too; a copy (capped) is in the outcome. Null: as for stdout.</summary>
    public string? Stderr { get; init; }

    /// <summary>Folder under which the tasks' work folders lie when their options give none or relative ones. Null: the current folder.</summary>
    public string? WorkDir { get; init; }

    /// <summary>Longest run time of each task, beside the one in its options. Null: only the task's own.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Time a task has to end by itself after its token is cancelled. Default: 10 seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>File that receives the worker's process id before the task starts. Null: none.</summary>
    public string? PidFile { get; init; }

    /// <summary>Run the tasks in a child process and write the outcome for it should it die (<c>FailFast</c>, killed for memory). Costs one
    /// more process start; leave it off where the starting script does the same. Default: false.</summary>
    public bool Supervise { get; init; }

    /// <summary>The program and its arguments, unquoted.</summary>
    public IReadOnlyList<string> ToArguments()
    {
        return SelfContained
            ? ["env", $"{HookVariable}={HookOf(BundleFolder)}", $"{BundleFolder}/{Application}", .. RunArguments()]
            : [Dotnet, .. HostArguments(BundleFolder, Application), .. RunArguments()];
    }

    /// <summary>The worker's own arguments.</summary>
    internal IReadOnlyList<string> RunArguments()
    {
        List<string> line = ["run", "--package", Package, "--outcome", Outcome];
        Add(line, "--stdout", Stdout);
        Add(line, "--stderr", Stderr);
        Add(line, "--workdir", WorkDir);
        Add(line, "--time-limit", TimeLimit?.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        Add(line, "--grace", Grace.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        Add(line, "--pid-file", PidFile);
        if (Supervise)
        {
            line.Add("--supervise");
        }

        return line;
    }

    /// <summary>The arguments of <c>dotnet</c> that start the worker inside the application's own closure.</summary>
    internal static IEnumerable<string> HostArguments(string folder, string application) =>
    [
        "exec",
        "--depsfile", $"{folder}/{application}.deps.json",
        "--runtimeconfig", $"{folder}/{application}.runtimeconfig.json",
        $"{folder}/Covalent.Worker.dll",
    ];

    /// <summary>Variable that makes the program of a self-contained application the worker; its value is <see cref="HookOf"/>.</summary>
    internal const string HookVariable = "DOTNET_STARTUP_HOOKS";

    /// <summary>The worker's assembly in a bundle.</summary>
    internal static string HookOf(string folder) => $"{folder}/Covalent.Worker.dll";

    private static void Add(List<string> line, string option, string? value)
    {
        if (value is not null)
        {
            line.Add(option);
            line.Add(value);
        }
    }
}
