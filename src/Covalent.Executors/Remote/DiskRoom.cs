using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Whether a full disk is why a job left nothing: where not even an exit code can be written, nothing else tells.</summary>
internal static class DiskRoom
{
    /// <summary>Less than this holds neither outcome nor notes.</summary>
    private const int LeastKibibytes = 64;

    /// <summary>A sentence naming the folder when its disk is full; empty otherwise.</summary>
    public static async Task<string> ComplaintAsync(ICommandChannel channel, string folder, CancellationToken cancellationToken)
    {
        ShellText script = ShellText.Of($$"""
            df -Pk -- {{folder}} 2>/dev/null | { read -r heading; read -r system blocks used left rest; [ "${left:-9999}" -ge {{LeastKibibytes}} ] || echo "$left"; }
            """);
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(script), cancellationToken).ConfigureAwait(false);
        string left = result.OutputText.Trim();
        return left.Length == 0 ? "" : $"No space left on device: the disk of {folder} has {left} KiB left. Free space there, or choose another folder.";
    }
}
