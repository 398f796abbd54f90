namespace Covalent.Quantum.QElectrons.Processes;

/// <summary>The program of a simulator process: takes circuits from standard input, writes results to standard output, ends when the input does.</summary>
internal static class SimulatorProgram
{
    public const string Verb = "simulate";

    // As sysexits.h names it: the command line was used wrongly.
    private const int WrongUse = 64;

    private static async Task<int> Main(string[] args)
    {
        if (args is not [Verb])
        {
            await Console.Error.WriteLineAsync("Covalent.Quantum is a library; as a program it only serves the Simulator executor, which starts it itself.").ConfigureAwait(false);
            return WrongUse;
        }

        var input = Console.OpenStandardInput();
        var output = Console.OpenStandardOutput();
        await using (input.ConfigureAwait(false))
        await using (output.ConfigureAwait(false))
        {
            await ServeAsync(input, output).ConfigureAwait(false);
        }

        return 0;
    }

    internal static async Task ServeAsync(Stream input, Stream output)
    {
        while (await CircuitMessages.ReceiveAsync(input, CancellationToken.None).ConfigureAwait(false) is { } frame)
        {
            await CircuitMessages.SendAsync(output, Answer(frame), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static byte[] Answer(byte[] frame)
    {
        try
        {
            var job = CircuitMessages.Job(frame);
            return CircuitMessages.Answer(job.Runner is { } runner ? BaseProcessPoolQExecutor.RunHere(runner, job) : Simulator.Run(job, CancellationToken.None));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return CircuitMessages.Failure(e);
        }
    }
}
