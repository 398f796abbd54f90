using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>A job to be sent.</summary>
/// <param name="Name">Letters, digits, dots, dashes and underscores.</param>
/// <param name="Files">What goes into its folder.</param>
internal sealed record DetachedJob(string Name, IReadOnlyList<ArchiveFile> Files)
{
    public string Name { get; } = IsName(Name) ? Name : throw new ArgumentException($"'{Name}' cannot name a job: letters, digits, dots, dashes and underscores only.", nameof(Name));

    public static bool IsName(string name) =>
        name.Length is > 0 and <= 200 && name[0] is not ('.' or '-') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}

/// <summary>A queue whose jobs share warm workers.</summary>
/// <param name="Name">Its name; equal programs have equal names.</param>
/// <param name="Leader">The script that leads a worker, see <see cref="QueueScripts.Leader"/>.</param>
/// <param name="Workers">Workers at once.</param>
internal sealed record JobQueue(string Name, ShellText Leader, int Workers);
