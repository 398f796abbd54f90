namespace Covalent.Core.Configuration;

/// <summary>An operating system lock on a file beside the configuration. It goes with its process, so a crash leaves none behind;
/// the empty lock file stays, because deleting it would let two processes lock two different files of one name.</summary>
internal static class ConfigurationLock
{
    private const int UnixWouldBlockLinux = 11;
    private const int UnixWouldBlockMac = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    public static async Task<FileStream> TakeAsync(string target, ConfigurationSources sources, CancellationToken cancellationToken)
    {
        var path = target + ".lock";
        var start = sources.Clock.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(1); ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException busy) when (busy.HResult is UnixWouldBlockLinux or UnixWouldBlockMac or WindowsSharingViolation)
            {
                if (sources.Clock.GetElapsedTime(start) >= sources.LockPatience)
                {
                    throw new ConfigurationException(
                        new ConfigurationProblem(target, 0, 0, $"another process has been changing the file for {sources.LockPatience.TotalSeconds:0} s and holds {path}. Nothing was changed; try again."),
                        busy,
                        isTransient: true);
                }
            }
            await Task.Delay(pause, sources.Clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
