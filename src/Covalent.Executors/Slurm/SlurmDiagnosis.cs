using System.Text;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>What a job without an outcome left: its streams and Slurm's own output files.</summary>
internal static class SlurmDiagnosis
{
    private const int Kept = 64 << 10;

    public static async Task<JobResult> ReadAsync(RemoteSite site, SlurmJobHandle handle, CancellationToken cancellationToken)
    {
        string task = site.Layout.Job(handle.Task);
        string submission = site.Layout.Job(handle.Submission);
        string slurm = $"{submission}/slurm-{handle.Element}";
        ReadOnlyMemory<byte> stdout = await FirstAsync(site, cancellationToken, $"{task}/stdout", $"{slurm}.out").ConfigureAwait(false);
        ReadOnlyMemory<byte> stderr = await FirstAsync(site, cancellationToken, $"{task}/stderr", $"{slurm}.err").ConfigureAwait(false);
        ReadOnlyMemory<byte> job = await FirstAsync(site, cancellationToken, $"{slurm}.err").ConfigureAwait(false);
        string[] lines = Encoding.UTF8.GetString(job.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string full = await DiskRoom.ComplaintAsync(site.Channel, site.Layout.Jobs, cancellationToken).ConfigureAwait(false);
        return new JobResult
        {
            Stdout = stdout,
            Stderr = stderr,
            Diagnosis = full.Length > 0 ? $"Slurm job {handle.Id}. {full}" : lines.Length == 0 ? $"Slurm job {handle.Id}." : $"Slurm job {handle.Id}; its error file ends with: {string.Join(" | ", lines.TakeLast(5))}",
        };
    }

    /// <summary>The end of the first of the files that is not empty.</summary>
    private static async Task<ReadOnlyMemory<byte>> FirstAsync(RemoteSite site, CancellationToken cancellationToken, params string[] paths)
    {
        foreach (string path in paths)
        {
            ReadOnlyMemory<byte> end = await site.Channel.ReadEndAsync(path, Kept, cancellationToken).ConfigureAwait(false);
            if (!end.IsEmpty)
            {
                return end;
            }
        }

        return default;
    }
}
