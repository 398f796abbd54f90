using System.Globalization;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Core.Leptons;

namespace Covalent.Executors.Dask;

/// <summary>Python tasks that Dask workers run themselves: their specification, and their answers.</summary>
internal static class DaskPython
{
    /// <summary>Adds what <c>covalent_dask_python.py</c> asks of a specification.</summary>
    public static void Describe(JsonObject spec, RemoteTask task, DaskExecutor settings)
    {
        TaskAttempt attempt = task.Attempt;
        (JsonArray bash, JsonArray pip) = PythonErrand.Dependencies(attempt);
        spec["bash"] = bash;
        spec["pip"] = pip;
        spec["interpreter"] = PythonErrand.InterpreterOf(attempt) ?? "";
        spec["conda"] = settings.CondaEnv;
        spec["conda_optional"] = settings.CurrentEnvOnCondaFail;
        spec["limit"] = attempt.Options.TimeLimit?.TotalSeconds;
        spec["task_folder"] = Path.Combine(attempt.Options.WorkDir ?? "", attempt.Options.CreateUniqueWorkDir is true ? $"{task.Metadata.DispatchId}/node_{task.Metadata.NodeId}" : "");
        spec["variables"] = new JsonObject
        {
            ["COVALENT_DISPATCH_ID"] = task.Metadata.DispatchId,
            ["COVALENT_NODE_ID"] = task.Metadata.NodeId.ToString(CultureInfo.InvariantCulture),
            ["COVALENT_ATTEMPT"] = attempt.Number.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The files of a small task, one after the other; their names and lengths go into the specification.</summary>
    public static DaskBody Pack(JsonObject spec, RemoteTask task)
    {
        using var folder = new ScratchFolder();
        PythonErrand.Write(task.Attempt, folder.Path);
        var files = new JsonArray();
        var contents = new List<byte[]>();
        foreach (string path in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            contents.Add(File.ReadAllBytes(path));
            files.Add((JsonNode)new JsonArray(Path.GetRelativePath(folder.Path, path).Replace('\\', '/'), contents[^1].LongLength));
        }

        spec["files"] = files;
        return DaskBody.Of(contents);
    }

    /// <summary>What a task left, as its result.</summary>
    /// <param name="task">The task.</param>
    /// <param name="frame">The news of its end.</param>
    public static JobResult ResultOf(RemoteTask task, DaskFrame frame)
    {
        JsonNode about = JsonNode.Parse(frame.Text("about"))!;
        int[] printed = [.. about["printed"]!.AsArray().Select(length => (int)length!)];
        (ReadOnlyMemory<byte> stdout, ReadOnlyMemory<byte> stderr) = (frame.Body[..printed[0]], frame.Body.Slice(printed[0], printed[1]));
        string host = frame.Text("host");
        TaskOutcome outcome = about["failure"] is JsonObject failure ? Failed(task, failure) : Ended(task, about, frame, frame.Body[(printed[0] + printed[1])..], stderr);
        return new JobResult
        {
            Ready = outcome with
            {
                Host = host,
                Stdout = stdout,
                Stderr = stderr,
                StartedAt = Ticks(about["began"]),
                EndedAt = Ticks(about["ended"]),
                PeakMemory = (long?)about["peak"] ?? 0,
            },
        };
    }

    private static TaskOutcome Ended(RemoteTask task, JsonNode about, DaskFrame frame, ReadOnlyMemory<byte> files, ReadOnlyMemory<byte> stderr)
    {
        var exit = new ChildExit((int)about["code"]!, "", System.Text.Encoding.UTF8.GetString(stderr.Span[Math.Max(0, stderr.Length - 8192)..]));
        if (frame.Text("folder") is { Length: > 0 } left)
        {
            return PythonErrand.Read(task.Attempt, left, (string)about["command"]!, exit, frame.Text("host"));
        }

        using var folder = new ScratchFolder();
        foreach (JsonNode? file in about["files"]!.AsArray())
        {
            int length = (int)file![1]!;
            File.WriteAllBytes(Path.Combine(folder.Path, Path.GetFileName((string)file[0]!)), files.Span[..length]);
            files = files[length..];
        }

        return PythonErrand.Read(task.Attempt, folder.Path, (string)about["command"]!, exit, frame.Text("host"));
    }

    private static TaskOutcome Failed(RemoteTask task, JsonObject failure)
    {
        string kind = (string)failure["kind"]!;
        return TaskOutcome.FromFailure(kind switch
        {
            "time-limit" => StopFailures.TimeLimit(task.Name, task.Options.TimeLimit),
            "work-folder" => new FailureInfo(FailureKind.Configuration, kind, $"The work folder of task '{task.Name}' cannot be used: {failure["message"]}. Choose one that exists or can be made on the Dask worker."),
            "python-missing" => new FailureInfo(FailureKind.Configuration, kind, (string)failure["message"]!),
            _ => new FailureInfo(FailureKind.Executor, kind, (string)failure["message"]!, (string)failure["output"]!),
        }, 0, 0);
    }

    private static long Ticks(JsonNode? nanoseconds) => DateTime.UnixEpoch.Ticks + (long)nanoseconds! / TimeSpan.NanosecondsPerTick;
}
