using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

/// <summary>Files by which a task tells that it runs, and is told to end.</summary>
/// <param name="Log">The task appends lines.</param>
/// <param name="GoOn">Once it is there, the task ends.</param>
internal sealed record DaskSignals(string Log, string GoOn)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static DaskSignals In(string folder) => new(Path.Combine(folder, "log"), Path.Combine(folder, "go"));

    /// <summary>Starts a task that notes its process and waits; it is running when this returns.</summary>
    public static async Task<(TaskAttempt Attempt, int Process, DaskSignals Signals)> StartAsync(ExecutorRig rig)
    {
        DaskSignals signals = In(rig.ResultsFolder);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => DaskTasks.NoteAndWait(signals.Log, signals.GoOn)));
        rig.Start(attempt);
        return (attempt, int.Parse((await LinesAsync(signals.Log, 1))[0]), signals);
    }

    /// <summary>The lines of a file, when there are so many.</summary>
    public static async Task<string[]> LinesAsync(string file, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            string text = File.Exists(file) ? await File.ReadAllTextAsync(file, patience.Token) : "";
            if (text.Count(static one => one == '\n') >= count)
            {
                return text.TrimEnd('\n').Split('\n');
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    public static async Task GoneAsync(int process)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Directory.Exists($"/proc/{process}") && !(await StateAsync(process, patience.Token)).Contains(") Z", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    public Task GoAsync() => File.WriteAllTextAsync(GoOn, "", CancellationToken.None);

    private static async Task<string> StateAsync(int process, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync($"/proc/{process}/stat", cancellationToken);
        }
        catch (IOException)
        {
            // It went while it was looked at.
            return ") Z";
        }
    }
}
