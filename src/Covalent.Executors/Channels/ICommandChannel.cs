namespace Covalent.Executors.Channels;

/// <summary>Runs shell programs on one machine: this one, or one behind SSH. Thread-safe.</summary>
internal interface ICommandChannel : IAsyncDisposable
{
    /// <summary>Where programs run, for messages: <c>user@host:22</c> or <c>this machine</c>.</summary>
    string Destination { get; }

    /// <summary>Runs a program to its end. A failing program is a result, not an exception.</summary>
    /// <exception cref="ChannelException">The machine could not be reached, or the command's time ran out. Whether the program ran is then unknown.</exception>
    Task<CommandResult> RunAsync(ShellCommand command, CancellationToken cancellationToken);
}
