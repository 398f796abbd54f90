using System.Text;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Tests.Commands;

/// <summary>Runs the command line in this process and keeps what it said.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public static Task<CommandRun> Of(string input, params string[] arguments) => In([], input, arguments);

    /// <summary>Runs it with an environment of its own: nothing of this machine's configuration is seen.</summary>
    public static async Task<CommandRun> In(Dictionary<string, string> environment, string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        using var bytes = new MemoryStream();
        var terminal = new Terminal(reader, output, error, IsInteractive: false) { CanAsk = input.Length > 0, OpenBytes = () => new LeftOpen(bytes) };
        var sources = new ConfigurationSources { EnvironmentVariables = environment };
        var code = await CovalentCli.RunAsync(arguments, new CommandHost(terminal, sources, TimeProvider.System), TestContext.Current.CancellationToken);
        return new(code, output.ToString() + Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }

    /// <summary>Standard output outlives whoever writes to it.</summary>
    private sealed class LeftOpen(MemoryStream inner) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);
    }
}
