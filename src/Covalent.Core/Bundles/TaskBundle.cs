using Covalent.Core.Bundles;
using Covalent.Core.Execution;

namespace Covalent;

/// <summary>The stored files of an application, for executors that carry them elsewhere.</summary>
public sealed class TaskBundle
{
    private readonly IBundleSource _source;
    private readonly string? _dataFolder;

    internal TaskBundle(BundleManifest manifest, IBundleSource source, string? dataFolder = null)
    {
        Manifest = manifest;
        _source = source;
        _dataFolder = dataFolder;
    }

    /// <summary>The list of files.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>Where the file lies on this machine. It must not be changed.</summary>
    public string PathOf(BundleFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return _source.PathOf(file.Sha256);
    }

    /// <summary>A folder on this machine with all the files in place, in which a worker can be started. Made once per bundle; it must not be
    /// changed.</summary>
    public string GetFolder() => _dataFolder is { } folder
        ? BundleTree.In(folder, Manifest, _source)
        : throw new InvalidOperationException("These files are for another machine; there is no folder for them on this one.");

    internal static async ValueTask<TaskBundle> OfAsync(TaskAttempt attempt, ExecutorHost host, CancellationToken cancellationToken)
    {
        if (attempt.Dispatch.BundleId is not { } id)
        {
            throw Missing(attempt.Template.Name);
        }

        return new TaskBundle(await host.Bundles.GetAsync(id, cancellationToken).ConfigureAwait(false), host.Bundles, host.DataFolder);
    }

    /// <summary>Why a task must stay in the process that dispatched it.</summary>
    internal static ExecutorException Missing(string task)
    {
        var why = Application.Find(out var reason) is null ? reason : "it was dispatched without the application's files, as from one published with PublishSingleFile, PublishTrimmed or PublishAot";
        return new ExecutorException($"Task '{task}' cannot leave this process: {why}. Or run it in-process: executor 'local', mode 'in-process'.");
    }
}
