using System.Text;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>The last words of a job that wrote no outcome: the ends of its streams and of its log.</summary>
internal sealed record JobRemains(ReadOnlyMemory<byte> Stdout, ReadOnlyMemory<byte> Stderr, string Log)
{
    private const int Kept = 64 << 10;

    /// <summary>The lines a person looks at first.</summary>
    public string LastLines()
    {
        string text = Stderr.IsEmpty ? Log : Encoding.UTF8.GetString(Stderr.Span);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(" | ", lines.TakeLast(5));
    }

    public static async Task<IReadOnlyList<JobRemains>> ReadAsync(ICommandChannel channel, RemoteLayout layout, IReadOnlyList<JobName> jobs, CancellationToken cancellationToken)
    {
        // Each piece is preceded by its length, so that no text can be taken for a border.
        ShellText script = ShellText.Lines([
            ShellText.Of($$"""
                piece() {
                  if [ -f "$1" ]; then n=$(tail -c {{Kept}} -- "$1" | wc -c); echo "$((n))"; tail -c "$((n))" -- "$1"; else echo 0; fi
                }
                """),
            .. jobs.Select(job => ShellText.Of($"cd -- {layout.Job(job.Name)} 2>/dev/null || cd /; piece ./stdout; piece ./stderr; piece ./log; piece {Broken(layout, job)}"))]);
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(script) with { CaptureLimit = jobs.Count * 5 * Kept }, cancellationToken).ConfigureAwait(false);
        var pieces = new LengthPrefixed(result.Require(channel.Destination, $"reading the remains of {jobs.Count} job(s)").Output);
        return [.. jobs.Select(_ => Read(pieces))];
    }

    private static string Broken(RemoteLayout layout, JobName job) => job.Queue.Length == 0 ? "./none" : $"{layout.Queue(job.Queue)}/broken";

    private static JobRemains Read(LengthPrefixed pieces)
    {
        ReadOnlyMemory<byte> stdout = pieces.Next();
        ReadOnlyMemory<byte> stderr = pieces.Next();
        string log = Encoding.UTF8.GetString(pieces.Next().Span);
        string broken = Encoding.UTF8.GetString(pieces.Next().Span);
        return new JobRemains(stdout, stderr, broken.Length > 0 ? broken : log);
    }
}
