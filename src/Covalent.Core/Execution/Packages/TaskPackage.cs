using Covalent.Core.Execution;

namespace Covalent;

/// <summary>Everything a worker needs to run one task, or several one after the other: ids, functions, arguments, inputs, options.
/// A stream of bytes that any back end may carry as a file or an object; user code is not in it (that is the bundle).</summary>
public sealed class TaskPackage
{
    private readonly IReadOnlyList<PackedTask> _tasks;
    private readonly string _bundleId;
    private PackageImage? _image;

    private TaskPackage(IReadOnlyList<PackedTask> tasks, string bundleId)
    {
        _tasks = tasks;
        _bundleId = bundleId;
    }

    /// <summary>Tasks in the package, in the order in which the worker runs them.</summary>
    public int TaskCount => _tasks.Count;

    /// <summary>Exact size in bytes.</summary>
    public long Length => Image.Length;

    /// <summary>Id of the bundle that holds the tasks' code; empty when not bundled.</summary>
    public string BundleId => _bundleId;

    internal IReadOnlyList<PackedTask> Tasks => _tasks;

    private PackageImage Image => _image ??= PackageImage.Of(_tasks, _bundleId);

    /// <summary>Joins packages, so that one job runs all their tasks in turn. Functions and values that several of them use are carried once.</summary>
    /// <exception cref="ArgumentException">There are none, or they need different bundles.</exception>
    public static TaskPackage Combine(IReadOnlyList<TaskPackage> packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        if (packages.Count == 0 || packages.Any(package => package._bundleId != packages[0]._bundleId))
        {
            throw new ArgumentException("Only packages of one bundle can be combined, and at least one is needed.", nameof(packages));
        }

        return new TaskPackage([.. packages.SelectMany(package => package._tasks)], packages[0]._bundleId);
    }

    /// <summary>Writes the package. Large values go out as they are, without a copy; those that rest in files, piece by piece.</summary>
    public async Task WriteToAsync(Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var part in Image.Parts.SelectMany(static part => SpooledBytes.Pieces(part)))
        {
            await output.WriteAsync(part, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the package to a file, by way of a temporary one beside it, so that a half-written package is never seen.</summary>
    public async Task WriteToFileAsync(string path, CancellationToken cancellationToken = default)
    {
        var temporary = path + ".tmp";
        var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 65536, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            await WriteToAsync(file, cancellationToken).ConfigureAwait(false);
        }

        File.Move(temporary, path, overwrite: true);
    }

    internal static TaskPackage For(TaskAttempt attempt) => new([PackedTask.From(attempt)], attempt.Dispatch.BundleId ?? "");

    internal static TaskPackage Of(IReadOnlyList<PackedTask> tasks, string bundleId) => new(tasks, bundleId);
}
