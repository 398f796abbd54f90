using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Core.Leptons;

/// <summary>A Python call that runs where there is no worker of ours: what it needs as a folder and plain facts, and its answer as an outcome. What has to
/// be done in C# beside it (hooks, file transfers) cannot go this way.</summary>
internal static class PythonErrand
{
    /// <summary>Whether a task can go this way.</summary>
    public static bool Serves(TaskAttempt attempt)
    {
        var options = attempt.Options;
        if (attempt.Template.Function?.Language != PythonRecorder.Language
            || options.CallBefore is { Count: > 0 } || options.CallAfter is { Count: > 0 } || options.Files is { Count: > 0 }
            || options.Deps is { } deps && !deps.All(dep => dep is DepsPip or DepsBash or DepsModule))
        {
            return false;
        }

        try
        {
            // Types that are not in this process, as a server has none of the user's, are for a worker in the user's application.
            foreach (var type in attempt.Template.Slots.Select(slot => slot.Type).Append(attempt.Template.ResultType).Where(type => type.Length > 0))
            {
                TypeReference.Resolve(type);
            }

            return true;
        }
        catch (CovalentException)
        {
            return false;
        }
    }

    /// <summary>About how many bytes <see cref="Write"/> writes.</summary>
    public static long SizeOf(TaskAttempt attempt)
    {
        var task = PackedTask.From(attempt);
        return task.Slots.Length + task.Shared.Used.Sum(entry => (long)entry.Value.Length) + task.Inputs.Sum(input => (long)input.Value.Bytes.Length)
            + (attempt.Options.Deps ?? []).Sum(dep => dep.Contents.Sum(file => file.Content.LongLength));
    }

    /// <summary>The interpreter that the task names; null for the usual one of its machine.</summary>
    public static string? InterpreterOf(TaskAttempt attempt) => (string?)LeptonDescription.Read(attempt.Template.Expression).Facts["interpreter"] ?? attempt.Options.Python;

    /// <summary>Writes everything but the runner into an empty folder.</summary>
    /// <exception cref="CovalentException">An argument cannot be read.</exception>
    public static void Write(TaskAttempt attempt, string folder)
    {
        var task = PackedTask.From(attempt);
        var outer = TaskPreparation.Current;
        TaskPreparation.Current = new TaskPreparation();
        try
        {
            TaskPreparation.Current.Files.AddRange((attempt.Options.Deps ?? []).OfType<DepsModule>().SelectMany(module => module.Contents));
            PythonFolder.Write(folder, attempt.Template, task.Slots.Span, task.Shared, task);
        }
        finally
        {
            TaskPreparation.Current = outer;
        }

        foreach (var (index, package) in (attempt.Options.Deps ?? []).OfType<DepsPip>().Index())
        {
            LeptonFile.Unpack(package.Contents, Path.Combine(folder, WheelsOf(index)));
            if (package.Requirements is { } requirements)
            {
                File.WriteAllText(Path.Combine(folder, RequirementsOf(index)), requirements);
            }
        }
    }

    /// <summary>The dependencies as facts.</summary>
    public static (JsonArray Bash, JsonArray Pip) Dependencies(TaskAttempt attempt)
    {
        var deps = attempt.Options.Deps ?? [];
        return (new JsonArray([.. deps.OfType<DepsBash>().Select(bash => bash.ToJson())]), new JsonArray([.. deps.OfType<DepsPip>().Index().Select(pip => (JsonNode)Facts(pip.Index, pip.Item))]));
    }

    /// <summary>The outcome of a call that came to its end.</summary>
    /// <param name="attempt">The task.</param>
    /// <param name="folder">Folder with the answer.</param>
    /// <param name="command">The interpreter that ran it.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="host">The machine it ran on.</param>
    public static TaskOutcome Read(TaskAttempt attempt, string folder, string command, ChildExit exit, string host)
    {
        try
        {
            var result = PythonResponse.Read(folder, attempt.Template, new PythonInterpreter(command, null), exit, host);
            var codec = attempt.Template.ResultType.Length == 0 ? null : ValueCodec.For(TypeReference.Resolve(attempt.Template.ResultType));
            var (value, head) = ResultEncoder.Encode(codec, result);
            return new TaskOutcome { Status = Status.Completed, Result = value, ResultHead = head, Host = host };
        }
        catch (CovalentException e)
        {
            return TaskOutcome.FromFailure(TaskFailures.Of(e), 0, 0) with { Host = host };
        }
    }

    private static JsonObject Facts(int index, DepsPip package)
    {
        var facts = package.ToJson();
        facts["key"] = LeptonFile.HashOf([new LeptonFile("facts", System.Text.Encoding.UTF8.GetBytes(facts.ToJsonString()))]);
        facts.Remove("files");
        facts["title"] = package.Title;
        facts["wheels"] = package.Contents.Count > 0 ? WheelsOf(index) : "";
        facts["no_index"] = package.NoIndex ?? package.Contents.Count > 0;
        facts["requirements"] = package.Requirements is null ? "" : RequirementsOf(index);
        return facts;
    }

    private static string WheelsOf(int index) => $"wheels{index}";

    private static string RequirementsOf(int index) => $"requirements{index}.txt";
}
