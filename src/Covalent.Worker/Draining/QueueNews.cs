using System.Globalization;
using System.Text;

namespace Covalent.Worker.Draining;

/// <summary>What a queue's workers tell those who follow it, one line each. Whoever misses a line finds the same by looking into the job's folder.</summary>
internal sealed class QueueNews(string queue)
{
    // What is larger is fetched by those who want it; a follower must not be held up by it.
    private const int LargestTold = 24 << 10;
    private const long LongestFile = 8 << 20;

    private readonly string _file = Path.Combine(queue, "ended");

    /// <summary>The job has been running for a while.</summary>
    public void TellRunning(string job) => Add($"{job} running\n");

    /// <summary>The job's outcome is there; a small one is in the line itself.</summary>
    public void TellEnded(string job, string outcome)
    {
        try
        {
            using var file = File.OpenHandle(outcome);
            var length = RandomAccess.GetLength(file);
            if (length > LargestTold)
            {
                Add($"{job}\n");
                return;
            }

            var bytes = new byte[(int)length];
            var read = RandomAccess.Read(file, bytes, 0);
            Add(string.Create(CultureInfo.InvariantCulture, $"{job} outcome {read} {Convert.ToBase64String(bytes, 0, read)}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The job may have been removed already; a full disk must not turn a written outcome into a failure.
        }
    }

    private void Add(string line)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                File.AppendAllText(_file, line);
            }
            else if (NativeProcess.Append(_file, Encoding.ASCII.GetBytes(line)) > LongestFile)
            {
                // Followers read to the end of the old one and go on with the new one.
                File.Move(_file, _file + ".old", overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Told or not, the outcome is written.
        }
    }
}
