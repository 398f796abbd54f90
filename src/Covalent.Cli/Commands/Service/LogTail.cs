using System.Runtime.CompilerServices;
using System.Text;

namespace Covalent.Cli.Commands.Service;

/// <summary>Reads the end of a log that is being written, and goes on when it is rolled over.</summary>
/// <param name="path">The file.</param>
/// <param name="filter">Only lines with this text; null for all.</param>
internal sealed class LogTail(string path, string? filter)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private long _position;

    /// <summary>The last lines; all for a count of 0.</summary>
    public IReadOnlyList<string> ReadLast(int count)
    {
        using var file = Open();
        using var reader = new StreamReader(file, Encoding.UTF8);
        var last = new Queue<string>();
        while (reader.ReadLine() is { } line)
        {
            if (!IsWanted(line))
            {
                continue;
            }

            last.Enqueue(line);
            if (count > 0 && last.Count > count)
            {
                last.Dequeue();
            }
        }

        _position = file.Position;
        return [.. last];
    }

    /// <summary>What is written from now on.</summary>
    public async IAsyncEnumerable<string> FollowAsync(TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = new StringBuilder();
        while (true)
        {
            foreach (var line in ReadNew(pending))
            {
                yield return line;
            }

            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private List<string> ReadNew(StringBuilder pending)
    {
        var lines = new List<string>();
        if (!File.Exists(path))
        {
            return lines;
        }

        using var file = Open();
        if (file.Length < _position)
        {
            // Rolled over: what is there now begins anew.
            _position = 0;
            pending.Clear();
        }

        file.Seek(_position, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        pending.Append(reader.ReadToEnd());
        _position = file.Position;
        var text = pending.ToString();
        var end = text.LastIndexOf('\n');
        pending.Clear().Append(text[(end + 1)..]);
        lines.AddRange(end < 0 ? [] : text[..end].Split('\n').Where(IsWanted));
        return lines;
    }

    private bool IsWanted(string line) => filter is null || line.Contains(filter, StringComparison.OrdinalIgnoreCase);

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
