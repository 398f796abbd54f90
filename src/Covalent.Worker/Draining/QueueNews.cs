using System.Globalization;
using System.Text;
using Covalent.Core.Execution;

namespace Covalent.Worker.Draining;

/// <summary>What workers tell those who follow a file of news, one line each. Whoever misses a line finds the same by looking into the job's folder.</summary>
internal sealed class QueueNews(string file)
{
    // What is larger is fetched by those who want it; a follower must not be held up by it.
    private const int LargestTold = 24 << 10;
    private const long LongestFile = 8 << 20;

    /// <summary>The job has been running for a while.</summary>
    public void TellRunning(string job) => Add($"{job} running\n");

    /// <summary>The job says how far it is.</summary>
    public void TellProgress(string job, ProgressNote note) => Add($"{job} progress {note.ToLine()}\n");

    /// <summary>The job's outcome is there; a small one is in the line itself.</summary>
    public void TellEnded(string job, string outcome)
    {
        try
        {
            using var source = File.OpenHandle(outcome);
            var length = RandomAccess.GetLength(source);
            if (length > LargestTold)
            {
                Add($"{job}\n");
                return;
            }

            var bytes = new byte[(int)length];
            var read = RandomAccess.Read(source, bytes, 0);
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
                File.AppendAllText(file, line);
            }
            else if (NativeProcess.Append(file, Encoding.ASCII.GetBytes(line)) > LongestFile)
            {
                // Followers read to the end of the old one and go on with the new one.
                File.Move(file, file + ".old", overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Told or not, the outcome is written.
        }
    }
}
