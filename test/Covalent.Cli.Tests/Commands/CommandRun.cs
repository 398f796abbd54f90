using Covalent.Cli.Interaction;

namespace Covalent.Cli.Tests.Commands;

/// <summary>Runs the command line in this process and keeps what it said.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public static async Task<CommandRun> Of(string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        var code = await CovalentCli.RunAsync(arguments, new Terminal(reader, output, error, IsInteractive: false), TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }
}
