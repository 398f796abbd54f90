namespace Covalent.Executors.Channels;

/// <summary>Words for what programs on a channel report.</summary>
internal static class ChannelErrors
{
    private const int TailLength = 2000;

    private static readonly (string Said, ChannelFault Fault, string NextStep)[] Signs =
    [
        ("No space left on device", ChannelFault.DiskFull, "The disk there is full: free space, or choose another folder."),
        ("Disk quota exceeded", ChannelFault.DiskFull, "The quota there is used up: free space, or choose another folder."),
        ("Wrote only", ChannelFault.DiskFull, "The disk there is full: free space, or choose another folder."), // GNU tar
        ("Read-only file system", ChannelFault.AccessDenied, "Choose a folder that can be written."),
        ("Permission denied", ChannelFault.AccessDenied, "Choose a folder the user may write, or change its owner."),
        ("Operation not permitted", ChannelFault.AccessDenied, "Run as the user who owns the job or folder."),
        ("No such file or directory", ChannelFault.Missing, "Check the path and that the file system is mounted."),
        ("not found", ChannelFault.Missing, "Install the program there or correct its path."),
    ];

    public static ChannelException FromResult(string destination, string doing, CommandResult result)
    {
        string said = Tail(result.ErrorText);
        foreach ((string sign, ChannelFault fault, string nextStep) in Signs)
        {
            if (said.Contains(sign, StringComparison.OrdinalIgnoreCase))
            {
                string line = said.Split('\n').First(line => line.Contains(sign, StringComparison.OrdinalIgnoreCase));
                return new ChannelException(destination, fault, $"{destination}: {doing} failed ({result.Ending}): {Tail(line)} {nextStep}");
            }
        }

        if (result.WasKilled)
        {
            return new ChannelException(destination, ChannelFault.Killed,
                $"{destination}: {doing} was killed there ({result.Ending}), by somebody or for lack of memory. It is tried again; look into that machine's log if it stays so.");
        }

        string reason = said.Length == 0 ? "it said nothing on standard error" : said;
        return new ChannelException(destination, ChannelFault.CommandFailed, $"{destination}: {doing} failed ({result.Ending}): {reason} Run the same by hand there to see more.");
    }

    public static ChannelException TimedOut(string destination, TimeSpan limit, Exception? inner = null) =>
        new(destination, ChannelFault.TimedOut, $"{destination}: a command did not end within {limit.TotalSeconds:0.#} s. Check the machine's load and file systems; the job's own state is not affected and is read again.", inner);

    private static string Tail(string text)
    {
        string said = text.Trim();
        said = said.Length <= TailLength ? said : "…" + said[^TailLength..];
        return said.Length == 0 || said[^1] is '.' or '!' or '?' ? said : said + ".";
    }
}
